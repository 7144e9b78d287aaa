import { plainText } from './words.js';
import type { Participation, PartyCounts } from './document-facts.js';

/**
 * How many, by party, did not take part in the decision, left a note or entered a reservation. Names are read past: only
 * the party in parentheses after each is counted. A sentence that stands twice counts once.
 */
export function participationOf(texts: readonly string[]): Participation {
  const sentences = [...new Set(texts.filter((text) => ANY.test(text)).flatMap(sentencesIn))];
  const counted = (says: RegExp): PartyCounts => countParties(sentences.filter((each) => says.test(each)));
  return { notParticipating: counted(ABSENT), notes: counted(NOTES), reservations: counted(RESERVATIONS) };
}

/** `M 2; V 1`; '' where nobody is counted. */
export function partyCountsText(counts: PartyCounts): string {
  return Object.entries(counts)
    .map(([party, count]) => `${party} ${count}`)
    .join('; ');
}

const ABSENT = /\b(?:deltar|deltog|deltagit) (?:inte|ej|icke)\b|\bavst(?:år|od) från att delta\b/i;
const NOTES = /\b(?:anteckning(?:ar)? till protokollet|protokollsanteckning)/i;
const RESERVATIONS = /\breserver(?:ar|ade) sig\b/i;
/** Most texts say nothing of it, and are not taken apart. */
const ANY = /delt(?:ar|og|agit)|avst(?:år|od)|anteckning|reserver/i;
/** A party's abbreviation in parentheses after a person: two words with capitals. "Gruppen (M)" says not how many. */
const PARTY =
  /(?<=\p{Lu}[\p{L}'’.-]{0,40}\s(?:(?:von|van|de|der|den|af|la)\s){0,2}\p{Lu}[\p{L}'’-]{0,40}\s?)\((\p{Lu}{1,5})\)/gu;

function countParties(sentences: readonly string[]): PartyCounts {
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    for (const [, party = ''] of sentence.matchAll(PARTY)) counts.set(party, (counts.get(party) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The party stands within its sentence, so a parenthesis never ends one. */
function sentencesIn(text: string): string[] {
  return plainText(text)
    .split(/(?<=[.!?])\s+(?=\p{Lu})/u)
    .map((sentence) => sentence.replace(/[.!?]$/, ''));
}

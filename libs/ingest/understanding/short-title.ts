import { sentenceHash, sentencesOf } from '../document/sentence.js';
import { plainText, slugOf } from './words.js';

/**
 * What a document says in sentences is recorded under a short title with the hashes of the sentences: the title is found
 * by rule, so that the same sentence has the same title wherever it stands.
 */
const LENGTH_MAX = 60;

/** "Kommunledningskontoret får i uppdrag att", "Nämnden ska": who shall do it is no part of what shall be done. */
const GIVEN = /^.{0,120}?\b(?:får|fick|ges|har|uppdras)\b(?:\s+\p{L}+){0,2}?\s+(?:i uppdrag\s+)?(?:att\s+)/iu;
const ACTOR =
  /^(?:\S+\s+){0,3}?\S*(?:styrelsen|nämnden|kontoret|kansliet|förvaltningen|kommunen)\b.{0,140}?\s(?:ska|skall|uppdras att|behöver),?\s+/iu;
const THAT = /^att\s+/i;
/** "Kommunens företagsklimat ska förbättras, …" is about the company climate. */
const SHALL = /^(\S+(?:\s+\S+)+?)\s+(?:ska|skall|bör)\s/iu;

/** With whom, when and by which decision it shall be done: what stands before what shall be done. */
const BESIDES =
  /^(?:tillsammans|i samverkan|i samråd|i enlighet|under|inför|när|utifrån|senast)\s.{1,300}?\s(?=(?:ta fram|utred\p{L}*|återkomma|hemställa|tillsätta|redovisa|genomföra|införa|föreslå|utvärdera|utveckla|klargöra|upprätta|se över|undersöka|säkerställa|arbeta|starta|inrätta|lämna)\s)/iu;
/** "Inför kommande beredning ska en genomlysning …": the thing that shall be. */
const BEFORE = /^(?:inför|under|senast)\s.{1,80}?\sska\s(?=ett?\s|den\s|det\s|de\s)/iu;

export function shortTitle(text: string): string {
  const whole = plainText(sentencesOf(text)[0] ?? text);
  const told = whole
    .replace(GIVEN, '')
    .replace(ACTOR, '')
    .replace(BEFORE, '')
    .replace(BESIDES, '')
    .replace(THAT, '');
  const about = SHALL.exec(told)?.[1] ?? told;
  const clause = /^(.*?\S)(?:\s*[;:(]|,\s|\.\s|\s[–-]\s)/.exec(about)?.[1] ?? about;
  const title = clause.split(' ').length >= 3 ? clause : about;
  return cut(capital(title.replace(/[.,;:!?]+$/, '')), whole);
}

/** A name that is a term stands as it is; one that is a whole sentence is cut as a title is. */
export function shortName(text: string): string {
  return cut(plainText(text), text);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function cut(title: string, whole: string): string {
  if (title.length <= LENGTH_MAX) return title === '' ? whole.slice(0, LENGTH_MAX) : title;
  const words = title.slice(0, LENGTH_MAX).split(' ').slice(0, -1).join(' ');
  return `${words === '' ? title.slice(0, LENGTH_MAX) : words}…`;
}

/** Hashes of the sentences of texts, as `source.sentence` has them; '' where there are none. */
export function hashesOf(...texts: readonly string[]): string {
  return [...new Set(texts.flatMap(sentencesOf).map(sentenceHash))].join(' ');
}

/**
 * Ids for things that are known by a title: its slug, so that the same thing has the same id in another document; where
 * several of a document would have one id, each has the beginning of its hash too.
 */
export function idsOf(things: readonly { readonly title: string; readonly hashes: string }[]): string[] {
  const slugs = things.map(({ title }) => slugOf(title).slice(0, 120));
  return slugs.map((slug, n) => {
    const alone = slugs.indexOf(slug) === slugs.lastIndexOf(slug);
    return alone && slug !== '' ? slug : `${slug}-${things[n]?.hashes.slice(0, 8) ?? ''}`;
  });
}

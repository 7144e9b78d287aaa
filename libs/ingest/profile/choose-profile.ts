import type { ReadDocument } from '../document/document.js';
import type { NotUnderstood } from '../understanding/table-kind.js';
import { plainText } from '../understanding/words.js';
import type { Profile } from './profile.js';
import { profileTemplate } from './template.js';

/**
 * The profile of the municipality whose words the document has most of; of equals the first, so that a user's own stands
 * before the one that comes with the program.
 */
export function profileFor(read: ReadDocument, profiles: readonly Profile[]): Profile | NotUnderstood {
  const text = textOf(read);
  let best: { readonly profile: Profile; readonly words: number } | null = null;
  for (const profile of profiles) {
    const words = profile.recognisedBy.reduce((sum, word) => sum + occurrences(text, plainText(word)), 0);
    if (words > (best?.words ?? 0)) best = { profile, words };
  }
  if (best !== null) return best.profile;
  const known = profiles.map(({ municipality }) => municipality.name).join(', ') || 'none';
  return {
    code: 'PROFILE_UNKNOWN',
    place: { file: read.fileName },
    message: `${read.fileName} is of no municipality that a profile knows (${known})`,
    hint: `Save what follows as a file (liggaren profile DOCUMENT prints it), look it through, and import with --profile FILE; in the folder profiles/ of the ledger it is found by itself. profiles/README.md describes it.\n${profileTemplate(read)}`,
  };
}

function textOf({ blocks }: ReadDocument): string {
  return blocks
    .map((block) =>
      block.kind === 'table'
        ? block.rows.map(({ cells }) => cells.map(({ text }) => text).join(' ')).join('\n')
        : block.text,
    )
    .join('\n')
    .normalize('NFC');
}

function occurrences(text: string, word: string): number {
  return text.split(word).length - 1;
}

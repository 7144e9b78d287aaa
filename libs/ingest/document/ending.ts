import { LedgerError } from '#amount';

/** From this length on a line is a sentence or more, and no heading, name or label. */
const SENTENCE_CHARACTERS = 60;
/** So many of them a document must have for its habit to be known, and so many of a hundred keep to it. */
const SENTENCES_MIN = 8;
const HABIT_PERCENT = 85;

const ENDED = /[.!?:;…)\]"”’>*]$/u;
const LISTED = /^\s*(?:#{1,6}\s|[-*+·•]\s?)/u;

/**
 * A document whose sentences end with a stop, and whose last line does not, nor an end of line after it, was cut off
 * within a sentence. (Where a document ends between two lines, nothing shows it but a section that is missing.)
 *
 * @throws LedgerError FILE_TRUNCATED
 */
export function requireEnding(lines: readonly string[], file: string): void {
  const last = sentenceOf(lines.at(-1) ?? '');
  if (last === null || ENDED.test(last)) return;
  const sentences = lines.slice(0, -1).flatMap((line) => sentenceOf(line) ?? []);
  const ended = sentences.filter((sentence) => ENDED.test(sentence)).length;
  if (sentences.length < SENTENCES_MIN || ended * 100 < sentences.length * HABIT_PERCENT) return;
  throw new LedgerError('FILE_TRUNCATED', `${file} ends within a sentence`, {
    place: { file, line: lines.length },
    hint: 'The file seems to be cut off: fetch or save it again. Where it is whole, end its last line with a line break.',
  });
}

/** The last cell of a row, or the line, where it is long and no heading or item of a list. */
function sentenceOf(line: string): string | null {
  const text = line.slice(line.lastIndexOf('\t') + 1).trim();
  return text.length < SENTENCE_CHARACTERS || LISTED.test(line) ? null : text;
}

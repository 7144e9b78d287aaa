import { symbolOf, type UnitOfMeasure } from '#amount';
import type { CellExplanationAnswer, EntryAnswer } from '#projections';
import { swedish } from './numbers.js';
import { measureText, seriesText } from './terms.js';

/** A value with what it is measured in. */
export function valueText(value: string | null, unit: UnitOfMeasure): string {
  return value === null ? 'inget värde' : `${swedish(value)} ${symbolOf(unit)}`.trimEnd();
}

/**
 * What an entry says: its value, in the canonical sign, and the printed text beside it where that reads otherwise. What is
 * misread is put right in the value and not in what was printed, so the text alone never tells.
 */
export function saidText(entry: EntryAnswer): string {
  const said = saidValue(entry);
  const { printed } = entry;
  if (printed === null || printed.trim() === '' || printsValue(printed, entry)) return said;
  return `${said} (tryckt "${printed}")`;
}

/** The same where the place follows, which quotes what is printed there. */
export function saidThere(entry: EntryAnswer): string {
  const quoted = entry.source !== null && (entry.printed ?? '') === entry.source.printed;
  return quoted ? saidValue(entry) : saidText(entry);
}

function saidValue({ says, value, difference, unitOfMeasure }: EntryAnswer): string {
  const amount = value ?? difference;
  if (amount !== null) return valueText(amount, unitOfMeasure);
  // A cell that is printed blank or with a dash says that there is none.
  return says === 'notStated' ? 'inget tal' : 'ej angivet';
}

function printsValue(printed: string, { value, difference, unitOfMeasure }: EntryAnswer): boolean {
  const amount = value ?? difference;
  if (amount === null) return false;
  const bare = (text: string): string => {
    const number = text
      .replaceAll(/\s/gu, '')
      .replaceAll(/[−–]/gu, '-')
      .replace('.', ',')
      .replace(/^\+/u, '');
    return number.includes(',') ? number.replace(/,?0*$/u, '') : number;
  };
  const symbol = symbolOf(unitOfMeasure);
  const number = symbol !== '' && printed.endsWith(symbol) ? printed.slice(0, -symbol.length) : printed;
  return bare(number) === bare(amount);
}

type Correction = CellExplanationAnswer['corrections'][number];

/** What was said before a correction, and after it (null: nothing); with what else differs: figure, cause. */
export function correctionTexts({
  entry,
  is,
}: Pick<Correction, 'entry' | 'is'>): readonly [string, string | null] {
  if (is === null) return [saidText(entry), null];
  const [was, now] = [besides(entry), besides(is)];
  const text = (one: EntryAnswer, own: readonly string[], other: readonly string[]): string =>
    [saidText(one), ...own.filter((words, at) => words !== '' && words !== other[at])].join(', ');
  return [text(entry, was, now), text(is, now, was)];
}

function besides({ reading, cause }: EntryAnswer): string[] {
  return [
    reading.line.length === 0 ? 'Totalt' : reading.line.join(' > '),
    measureText(reading.measure),
    seriesText(reading),
    cause ?? '',
  ];
}

/** As the table of a view has it, where that is the other sign; null where the signs are the same. */
export function otherSign(value: string | null, printedSign: 1 | -1 | undefined): string | null {
  if (printedSign !== -1 || value === null || /^-?0(?:\.0+)?$/u.test(value)) return null;
  return swedish(value.startsWith('-') ? value.slice(1) : `-${value}`);
}

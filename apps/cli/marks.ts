import type { Mark } from '#ledger';

/** Small letters beside a number, and what they say, in Swedish as the rest of a table. */
const SIGNS: Readonly<Record<Mark, { readonly letter: string; readonly text: string }>> = {
  computed: { letter: 'b', text: 'beräknad' },
  carried: { letter: 'ö', text: 'överförd från utgåvan före' },
  inferred: { letter: 'h', text: 'härledd ur en relativ uppgift' },
  statedOnly: { letter: 'a', text: 'endast angiven, delarna är inte kända' },
  partial: { letter: 'o', text: 'ofullständig, någon del är inte känd' },
  notStated: { letter: 'e', text: 'ej angiven i källan' },
  partsNotStated: { letter: 'd', text: 'delar som inte är angivna räknas som inget' },
  preliminary: { letter: 'p', text: 'preliminär' },
  proposed: { letter: 'f', text: 'förslag' },
  forInformation: { letter: 'k', text: 'till kännedom' },
  judged: { letter: 'j', text: 'bedömd, ingen källa anger den' },
  circular: { letter: 'c', text: 'cirkel, inget värde' },
  withinPrecision: { letter: 'i', text: 'inom felmarginalen' },
  notComparable: { letter: 'x', text: 'inte jämförbar' },
  restated: { letter: 'r', text: 'omräknad för jämförelsen' },
};

/** The sign of a cell whose printed number disagrees. */
export const DISCREPANCY_SIGN = '≠';

/** The sign of a cell whose printed number only rounding sets apart: no alarm. */
export const ROUNDING_SIGN = '≈';

export function lettersOf(marks: readonly Mark[]): string {
  return marks.map((mark) => SIGNS[mark].letter).join('');
}

/** What the letters that were used say, on one line; empty where none was used. */
export function legendOf(used: Iterable<Mark>): string {
  const set = new Set(used);
  const all = Object.keys(SIGNS) as Mark[];
  return all
    .filter((mark) => set.has(mark))
    .map((mark) => `${SIGNS[mark].letter} ${SIGNS[mark].text}`)
    .join(' · ');
}

export function textsOf(marks: readonly Mark[]): string {
  return marks.map((mark) => SIGNS[mark].text).join(', ');
}

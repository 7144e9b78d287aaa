import { describePlace } from '#amount';
import { takenForText } from './import-taken-for.js';
import { notShownText } from './import-not-shown.js';
import type {
  ChangedCell,
  FateCounts,
  ImportDiscrepancy,
  ImportOutcome,
  ImportProblem,
} from '../shared/import-outcome.js';
import { counted } from './counted.js';
import { csvLine } from './csv.js';
import { swedish, swedishChange } from './numbers.js';

/** What an import did or would do, for a person to read: what it comes to, then what somebody has to decide. */
export function outcomeText(outcome: ImportOutcome): string {
  const parts = [
    headText(outcome),
    ...(outcome.events > 0 && outcome.dryRun ? countsText(outcome.counts) : []),
    ...aboutPrints(outcome),
    ...changedText(outcome),
    ...problemsText(outcome.notUnderstood),
    ...discrepanciesText(outcome.discrepancies),
    ...notShownText(outcome),
    ...cellsText(outcome),
  ];
  return `${parts.join('\n')}\n`;
}

function headText(outcome: ImportOutcome): string {
  const { name, kind, documents, streams, events, alreadyStored, dryRun, position, skipped, refused } =
    outcome;
  const left = skipped === 0 ? '' : `; ${counted(skipped, 'line')} without a cause left out`;
  if (refused === 'NOT_UNDERSTOOD') {
    const things = counted(outcome.notUnderstood.length, 'thing');
    return `${name}: ${things} to settle first${left}`;
  }
  if (refused === 'SAME_ID_OTHER_CONTENT') {
    const places = counted(outcome.changed.length, 'place');
    return `${name}: would be refused, the ledger holds otherwise in ${places}`;
  }
  if (events === 0) return `${name}: nothing to record${left}`;
  if (alreadyStored === events)
    return `${name}: nothing new, all ${events} events were recorded before${left}`;
  const where = alreadyStored > 0 ? '' : ` in ${counted(streams, 'stream')}`;
  const before = alreadyStored > 0 ? `, beside ${alreadyStored} that are there` : '';
  const from = kind === 'causes' ? '' : `, from ${counted(documents, 'document')}`;
  const size = `${counted(events - alreadyStored, 'event')}${where}${from}${before}${left}`;
  if (dryRun) return `${name}: would record ${size}`;
  return position === null
    ? `${name}: not recorded, because of another one: ${size}`
    : `${name}: recorded ${size}; in effect from ${position}`;
}

function countsText({ recorded, corrected, withdrawn, kept, ...counts }: FateCounts): string[] {
  const words = [
    `${counts.new} new`,
    `${recorded} already there`,
    ...(corrected > 0 ? [`${corrected} corrected`] : []),
    ...(withdrawn > 0 ? [`${withdrawn} there no more`] : []),
    ...(kept > 0 ? [`${kept} corrected in the ledger since, and left so`] : []),
  ];
  return [`  figures: ${words.join(', ')}`];
}

function aboutPrints({ replaces, replacedBy, profile, takenFor, dryRun, events }: ImportOutcome): string[] {
  return [
    ...(profile !== null && dryRun ? [`  read with the profile ${profile}`] : []),
    ...(takenFor !== null && dryRun && events > 0 ? takenForText(takenFor) : []),
    ...(replaces === null
      ? []
      : [
          `  it replaces ${replaces}: what it says otherwise is an erratum (--separate: a document of its own)`,
        ]),
    ...(replacedBy === null || events === 0 ? [] : [`  ${replacedBy} has replaced it, and stands`]),
  ];
}

/** The corrections, table by table. */
function changedText({ changed }: ImportOutcome): string[] {
  return changed.map((cell) => {
    const place = placeText(cell);
    const { was, is, correction } = cell;
    return `  ${place}: recorded ${quoted(was)}, here ${quoted(is)}${correction === null ? '' : ` (${correction})`}`;
  });
}

function placeText({ document, table, row, column }: Omit<ChangedCell, 'was' | 'is'>): string {
  return [document, table, row, column].filter((part) => part !== null && part !== '').join(', ');
}

function problemsText(problems: readonly ImportProblem[]): string[] {
  return problems.flatMap(({ code, place, message, hint }) => {
    const at = describePlace(place);
    return [
      `  ${message} [${code}]`,
      ...(at === '' ? [] : [`    at ${at}`]),
      ...(hint === '' ? [] : hint.split('\n').map((line) => `    ${line}`)),
    ];
  });
}

function discrepanciesText(discrepancies: readonly ImportDiscrepancy[] | null): string[] {
  if (discrepancies === null || discrepancies.length === 0) return [];
  const lines = discrepancies.map(
    ({ document, table, row, column, kind, stated, computed, difference }) =>
      `    ${[document, table, row, column].filter((part) => part !== '').join(', ')}: ${swedish(stated)} is stated, ${swedish(computed)} ${kind === 'limit' ? 'is approved' : 'follows'} (${kind}, ${swedishChange(difference)})`,
  );
  return [`  does not add up: ${counted(discrepancies.length, 'place')}`, ...lines];
}

function cellsText({ cells }: ImportOutcome): string[] {
  if (cells === null) return [];
  return cells.map((cell) => `  ${cell.fate.padEnd(9)}  ${placeText(cell)}: ${quoted(cell.is ?? cell.was)}`);
}

function quoted(printed: string | null): string {
  return printed === null ? 'nothing' : `"${printed}"`;
}

/** A line for each import; with `--cells` a line for each cell. */
export function outcomesCsv(outcomes: readonly ImportOutcome[]): string {
  if (outcomes.some(({ cells }) => cells !== null)) return cellsCsv(outcomes);
  const columns = ['name', 'documents', 'streams', 'events', 'alreadyStored', 'dryRun', 'position'];
  const counts = ['new', 'recorded', 'corrected', 'withdrawn', 'kept'] as const;
  return [
    csvLine([...columns, ...counts, 'notUnderstood', 'discrepancies']),
    ...outcomes.map((o) =>
      csvLine([
        o.name,
        o.documents,
        o.streams,
        o.events,
        o.alreadyStored,
        o.dryRun,
        o.position,
        ...counts.map((count) => o.counts[count]),
        o.notUnderstood.length,
        o.discrepancies?.length,
      ]),
    ),
  ].join('');
}

function cellsCsv(outcomes: readonly ImportOutcome[]): string {
  const columns = ['document', 'table', 'row', 'column', 'fate', 'correction', 'was', 'is', 'entry'];
  return [
    csvLine(['name', ...columns]),
    ...outcomes.flatMap(({ name, cells }) =>
      (cells ?? []).map((c) =>
        csvLine([name, c.document, c.table, c.row, c.column, c.fate, c.correction, c.was, c.is, c.entry]),
      ),
    ),
  ].join('');
}

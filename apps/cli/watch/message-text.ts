import { symbolOf, type UnitOfMeasure } from '#amount';
import { causeKindText, discrepancyKindText, natureText } from '../kinds.js';
import { lettersOf } from '../marks.js';
import { swedish, swedishChange } from '../numbers.js';
import { joined, measureText, seriesText } from '../terms.js';
import type {
  DiscrepancyMessage,
  EventMessage,
  FigureMessage,
  ViewMessage,
  WatchedEntry,
  WatchedReason,
  WatchMessage,
} from './messages.js';

/** Of a view that changed in many places the first are told. */
const LINES_MAX = 20;
const REASONS_MAX = 3;

/** What a message says, as lines for a terminal; the last thing on each is why. */
export function messageText(message: WatchMessage): string {
  switch (message.kind) {
    case 'eventRecorded':
      return eventText(message);
    case 'viewChanged':
      return viewText(message);
    case 'figureChanged':
      return figureText(message);
    case 'discrepancyChanged':
      return discrepancyText(message);
  }
}

/** Cell by cell what moved, and why; what moved all of them is told once, before them. */
export function viewText(message: ViewMessage, labels: ReadonlyMap<string, string> = new Map()): string {
  const { cells } = message;
  const shared = sharedReasons(cells);
  const lines = cells.slice(0, LINES_MAX).map(({ path, column, before, after, cell, why, whyLeftOut }) => {
    const gone = cell === null ? ' (raden är borta)' : '';
    const told = shared === null ? reasons(why, whyLeftOut) : '';
    const reason = told === '' ? '' : `  ${told}`;
    return `  ${path.join(' > ')}, ${labels.get(column) ?? column}: ${moved(before, after)}${gone}${reason}\n`;
  });
  const more = cells.length - lines.length;
  const why = shared === null || shared === '' ? '' : `  ${shared}\n`;
  return `${head(message)}${why}${lines.join('')}${more > 0 ? `  … och ${more} celler till\n` : ''}`;
}

/** Of a change in one line its sums tell the same. Null where cells moved for different reasons. */
function sharedReasons(cells: ViewMessage['cells']): string | null {
  const texts = new Set(cells.map(({ why, whyLeftOut }) => reasons(why, whyLeftOut)));
  const [only] = texts;
  return texts.size === 1 && only !== undefined ? only : null;
}

function eventText(message: EventMessage): string {
  const { recorded, entries } = message;
  const lines = entries.slice(0, LINES_MAX).map((entry) => `  ${entryText(entry)}\n`);
  const more = entries.length - lines.length;
  const line = `${message.cursor}  ${recorded.recordedAt}  ${recorded.type}  ${recorded.stream}@${recorded.revision}  ${recorded.actor ?? '-'}\n`;
  return `${line}${lines.join('')}${more > 0 ? `  … och ${more} poster till\n` : ''}`;
}

function figureText(message: FigureMessage): string {
  const { reading, unitOfMeasure, before, after, marks, why, whyLeftOut } = message;
  const line = reading.line.length === 0 ? 'Totalt' : reading.line.join(' > ');
  const figure = `${reading.unit}, ${line}, ${measureText(reading.measure)}, ${seriesText(reading)}`;
  const letters = lettersOf(marks as Parameters<typeof lettersOf>[0]);
  const value = message.initial ? shown(after) : moved(before, after);
  const unit = symbolOf(unitOfMeasure as UnitOfMeasure);
  const told = reasons(why, whyLeftOut);
  return `${head(message)}  ${figure}: ${value} ${unit}${letters === '' ? '' : ` ${letters}`}${told === '' ? '' : `  ${told}`}\n`;
}

function discrepancyText(message: DiscrepancyMessage): string {
  const { before, after } = message;
  const item = after ?? before;
  const what = message.initial ? 'finns' : before === null ? 'ny' : after === null ? 'borta' : 'ändrad';
  if (item === null) return `${head(message)}  ${message.id}: ${what}\n`;
  const place = [item.document, item.table, item.row, item.column].filter((part) => part !== null).join(', ');
  const numbers = `tryckt ${swedish(item.stated)}, beräknat ${swedish(item.computed)}, skillnad ${swedish(item.difference)}`;
  return `${head(message)}  ${what}: ${discrepancyKindText(item.kind)}, ${place}: ${numbers} [${message.id}]\n`;
}

function head({
  cursor,
  recordedAt,
  actor,
  initial,
}: ViewMessage | FigureMessage | DiscrepancyMessage): string {
  return initial ? `${cursor}  nu\n` : `${cursor}  ${recordedAt}  ${actor ?? '-'}\n`;
}

function entryText({ reading, value, unitOfMeasure, cause }: WatchedEntry): string {
  const line = reading.line.length === 0 ? 'Totalt' : reading.line.join(' > ');
  const amount = value === null ? 'ej angivet' : `${swedish(value)} ${symbolOf(unitOfMeasure)}`;
  const why = cause === null ? '' : ` (${cause})`;
  return `${reading.unit}, ${line}, ${measureText(reading.measure)}, ${seriesText(reading)}: ${amount}${why}`;
}

function moved(before: string | null, after: string | null): string {
  return before === after ? `${shown(after)} (märken)` : `${shown(before)} → ${shown(after)}`;
}

function shown(value: string | null): string {
  return value === null ? '–' : swedish(value);
}

function reasons(why: readonly WatchedReason[], leftOut: number): string {
  // What a correction put in is told by the correction.
  const put = new Set(why.map(({ correction }) => correction?.is ?? null));
  const own = why.filter(({ entry }) => entry === null || !put.has(entry.id));
  const told = own.slice(0, REASONS_MAX).map(reasonText);
  const more = own.length - told.length + leftOut;
  return `${joined(told)}${more > 0 ? ` … och ${more} skäl till` : ''}`;
}

function reasonText({ change, entry, correction }: WatchedReason): string {
  if (change !== null) {
    const amount = change.amount === null ? '' : `${swedishChange(change.amount)} `;
    const { decision } = change;
    const decided = [decision?.body, decision?.date, decision?.paragraph].filter(Boolean).join(' ');
    return `${amount}${change.cause} (${causeKindText(change.kind)}${decided === '' ? '' : `; ${decided}`})`;
  }
  if (correction !== null) return `${natureText(correction.nature)}: ${correction.reason}`;
  if (entry === null) return '';
  const document =
    entry.source === null ? '' : ` (${entry.source.document.slice(0, 12)}, ${entry.source.row})`;
  return `angivet ${entry.value === null ? 'utan belopp' : swedish(entry.value)}${document}`;
}

import type { UnitOfMeasure } from '#amount';
import type { Decision, SourceCell } from '#ledger';
import type {
  CellExplanationAnswer,
  ChangeAnswer,
  DifferenceAnswer,
  DiscrepancyAnswer,
  EditionStepAnswer,
  EntryAnswer,
  ExplainAnswer,
  ReadingAddress,
} from '#projections';
import { alignColumns } from './columns.js';
import { comparabilityLines } from './comparability-text.js';
import { csvLine } from './csv.js';
import { causeKindText, discrepancyClassText, discrepancyKindText, natureText } from './kinds.js';
import { textsOf } from './marks.js';
import { swedish, swedishChange } from './numbers.js';
import { correctionTexts, otherSign, saidThere, valueText } from './said-text.js';
import { assertionText, basisText } from './terms.js';

/** What a document is called, by its sha-256. */
export type NameOfDocument = (sha256: string) => string;

/** Levels of parts that are written out; deeper ones are asked for by their own row. */
const LEVELS_SHOWN = 3;

const RIGHT = { align: 'right' } as const;
const LEFT = { align: 'left' } as const;

/** An explanation as text: the value, what it is the sum of, and where each part comes from. */
export function explainText(answer: ExplainAnswer, nameOf: NameOfDocument, width?: number): string {
  const lines =
    answer.kind === 'cell'
      ? cellLines(answer.cell, nameOf, LEVELS_SHOWN)
      : differenceLines(answer.difference, nameOf, LEVELS_SHOWN);
  const whole = answer.kind === 'cell' ? answer.cell : answer.difference;
  const notes = comparabilityLines(whole.comparability, width, '  ');
  return `${[...lines, ...notes].join('\n')}\n`;
}

/** The terms of an explanation as CSV: what the value or the difference is the sum of. */
export function explainCsv(answer: ExplainAnswer): string {
  const head = csvLine(['term', 'label', 'kind', 'amount', 'precision', 'unitOfMeasure', 'event']);
  if (answer.kind === 'cell') {
    const { cell } = answer;
    const rows = cell.parts.map((part) =>
      csvLine(['part', part.label, part.formula, part.value, null, part.unitOfMeasure, part.standing?.event]),
    );
    return (
      head +
      rows.join('') +
      csvLine(['value', cell.label, cell.formula, cell.value, null, cell.unitOfMeasure, cell.standing?.event])
    );
  }
  const { difference } = answer;
  const unit = difference.unitOfMeasure;
  return [
    head,
    ...difference.changes.map((c) =>
      csvLine(['change', c.cause, c.kind, c.amount, c.precision, unit, c.event]),
    ),
    csvLine(['begun', null, null, difference.begun, null, unit, null]),
    csvLine(['ended', null, null, difference.ended, null, unit, null]),
    csvLine(['unexplained', null, null, difference.unexplained, difference.precision, unit, null]),
    csvLine(['difference', difference.label, null, difference.difference, null, unit, null]),
  ].join('');
}

function cellLines(cell: CellExplanationAnswer, nameOf: NameOfDocument, levels: number): string[] {
  const lines = [
    `${headOf(cell.label, cell.reading)}: ${valueText(cell.value, cell.unitOfMeasure)}`,
    ...signLines(otherSign(cell.value, cell.printedSign)),
    ...(cell.marks.length > 0 ? [`  ${textsOf(cell.marks)}`] : []),
  ];
  const { standing } = cell;
  if (standing !== null) {
    lines.push(
      ...(standing.printed === null ? [] : [`  tryckt: ${standing.printed}`]),
      ...relativeLines(standing, cell.unitOfMeasure),
      ...placeLines(standing.decision, standing.source, nameOf, '  '),
      `  händelse: ${standing.event}${recordedText(standing)}`,
    );
  }
  if (cell.formula !== null) lines.push(`  formel: ${cell.formula}`);
  if (cell.parts.length > 0) {
    lines.push('  delar:', ...partLines(cell.parts, levels, '    ', nameOf));
  }
  if (cell.editions.length > 0)
    lines.push('  utgåvor:', ...editionLines(cell.editions, cell.reading.line, nameOf));
  for (const assertion of cell.assertions) {
    const where = assertion.source === null ? '' : ` (${placeText(assertion.source, nameOf)})`;
    lines.push(`  ${assertionText(assertion.says)}: ${saidThere(assertion)}${where}`);
  }
  for (const { entry, is, nature, reason, correction } of cell.corrections) {
    const [was, put] = correctionTexts({ entry, is });
    const now = put === null ? '' : ` → ${put}`;
    const { actor, recordedAt } = entry.takenOut ?? {};
    const by = recordedAt === undefined ? '' : ` · ${actor ?? ''} ${recordedAt.slice(0, 10)}`;
    lines.push(`  rättelse (${natureText(nature)}): ${was}${now} · ${reason}${by} · ${correction}`);
  }
  lines.push(...cell.discrepancies.flatMap((d) => discrepancyLines(d, nameOf)));
  for (const pair of cell.named) {
    lines.push(
      `  jämfört med ${describe(pair.from)}, ${valueText(pair.fromValue, pair.unitOfMeasure)}: ${valueText(pair.difference, pair.unitOfMeasure)}`,
      ...termLines(pair, cell.reading.line, '    ', nameOf),
    );
  }
  lines.push(...undatedLines(cell));
  return lines;
}

/** What an inferred value rests on: each reading with its value, and the difference that its source states. */
function relativeLines(standing: EntryAnswer, unitOfMeasure: UnitOfMeasure): string[] {
  if (standing.says !== 'relative') return [];
  const terms = standing.terms.map(({ coefficient, reading, value }) => {
    const sign = coefficient < 0 ? '−' : '+';
    return `    ${sign} ${headOf(reading.line.at(-1) ?? 'Totalt', reading)}: ${valueText(value, unitOfMeasure)}`;
  });
  return [
    '  härledd ur:',
    ...terms,
    `    + angiven skillnad: ${valueText(standing.difference, unitOfMeasure)}`,
  ];
}

function partLines(
  parts: readonly (CellExplanationAnswer & { readonly coefficient: number })[],
  levels: number,
  indent: string,
  nameOf: NameOfDocument,
): string[] {
  const rows = parts.map((part) => [
    part.coefficient === -1 ? '-' : part.coefficient === 1 ? '' : `${part.coefficient} ×`,
    part.value === null ? '' : swedish(part.value),
    `${part.label}${part.marks.length > 0 ? ` (${textsOf(part.marks)})` : ''}`,
  ]);
  const aligned = alignColumns(rows, [LEFT, RIGHT, LEFT]);
  return parts.flatMap((part, at) => [
    `${indent}${aligned[at] ?? ''}`,
    ...(part.parts.length === 0 ? originLines(part, `${indent}    `, nameOf) : []),
    ...(levels > 1 && part.parts.length > 0
      ? partLines(part.parts, levels - 1, `${indent}    `, nameOf)
      : []),
  ]);
}

/** Where a figure without parts is from, in short: its cell; of a value that is carried over, what it began with. */
function originLines(
  { standing, editions }: CellExplanationAnswer,
  indent: string,
  nameOf: NameOfDocument,
): string[] {
  const from = ({ source, event }: Pick<EntryAnswer, 'source' | 'event'>): string =>
    source === null ? `händelse ${event}` : placeText(source, nameOf);
  if (standing !== null) return [`${indent}källa: ${from(standing)}`];
  return editions.flatMap(({ edition, stated, changes }) => [
    ...(stated === null ? [] : [`${indent}källa, utgåva ${edition}: ${from(stated)}`]),
    ...changes
      .filter(({ counted }) => counted)
      .map((change) => `${indent}${amountOf(change)} ${change.cause}: ${from(change)}`),
  ]);
}

/** An explanation is in the canonical sign throughout; a table that prints the other one has another number. */
function signLines(shown: string | null): string[] {
  return shown === null ? [] : [`  ${signText(shown)}`];
}

export function signText(shown: string): string {
  return `tecken: belopp som påverkan på resultatet; tabellen visar ${shown}`;
}

function editionLines(
  editions: readonly EditionStepAnswer[],
  own: readonly string[],
  nameOf: NameOfDocument,
): string[] {
  return editions.flatMap((step) => [
    `    ${step.edition}: ${step.value === null ? 'inget värde' : swedish(step.value)}${step.opening ? ' (ingående värde)' : ''}${step.stated === null ? '' : recordedText(step.stated)}`,
    ...termLines(step, own, '      ', nameOf),
  ]);
}

function differenceLines(d: DifferenceAnswer, nameOf: NameOfDocument, levels: number): string[] {
  const unit = d.unitOfMeasure;
  return [
    `${d.label}: ${valueText(d.difference, unit)}`,
    ...signLines(otherSign(d.difference, d.printedSign)),
    `  från ${describe(d.from)}: ${valueText(d.fromValue, unit)}`,
    `  till ${describe(d.to)}: ${valueText(d.toValue, unit)}`,
    ...(d.printed === null ? [] : [`  tryckt: ${d.printed}`]),
    ...termLines(d, d.to.line, '  ', nameOf),
    ...d.offered.map(
      (end) =>
        `  möjlig orsak, inte medräknad: ${amountOf(end)} ${end.cause} (tillfällig, till och med ${end.until ?? ''})`,
    ),
    ...(d.marks.includes('withinPrecision')
      ? [`  det oförklarade är inom förändringarnas felmarginal, ± ${swedish(d.precision)}`]
      : []),
    ...(d.judgedBy === null ? [] : [`  att raderna är samma är bedömt av ${d.judgedBy}`]),
    ...(d.parts.length > 0 ? ['  delar:', ...differencePartLines(d.parts, levels, '    ')] : []),
    ...undatedLines(d),
  ];
}

/** Of an answer that is limited to what had been published. */
export function undatedLines({ undatedLeftOut }: { readonly undatedLeftOut: number | null }): string[] {
  if (undatedLeftOut === null || undatedLeftOut === 0) return [];
  return [`  ${undatedText(undatedLeftOut)}`];
}

/** What was counted: more than what is shown. */
export function undatedText(count: number): string {
  return `Utelämnade, utan känt datum: ${count} poster i de tabeller som svaret läses i, på alla rader`;
}

export function differencePartLines(
  parts: DifferenceAnswer['parts'],
  levels: number,
  indent: string,
): string[] {
  const rows = parts.map((part) => [
    part.coefficient === 1 ? '' : part.coefficient === -1 ? '-' : `${part.coefficient} ×`,
    part.difference === null ? '' : swedishChange(part.difference),
    part.label,
    restText(part),
  ]);
  const aligned = alignColumns(rows, [LEFT, RIGHT, LEFT, LEFT]);
  return parts.flatMap((part, at) => [
    `${indent}${aligned[at] ?? ''}`,
    ...(levels > 1 && part.parts.length > 0
      ? differencePartLines(part.parts, levels - 1, `${indent}    `)
      : []),
  ]);
}

/** What of a part no cause explains: what began, what ended, and the rest. */
function restText({ difference, begun, ended, unexplained }: DifferenceAnswer): string {
  const rest = [
    ...(isZero(begun) ? [] : [`tillkommet ${swedishChange(begun)}`]),
    ...(isZero(ended) ? [] : [`upphört ${swedishChange(ended)}`]),
    ...(isZero(unexplained) ? [] : [`oförklarat ${swedishChange(unexplained)}`]),
  ];
  if (rest.length > 0) return `(${rest.join(', ')})`;
  return difference === null || isZero(difference) ? '' : '(oförklarat 0)';
}

/** What a difference is the sum of: its causes, what begun and ended, and what nobody has explained. */
export function termLines(
  terms: Pick<DifferenceAnswer, 'changes' | 'begun' | 'ended' | 'unexplained'>,
  own: readonly string[],
  indent: string,
  nameOf: NameOfDocument,
): string[] {
  const rest: [string, string][] = [];
  if (!isZero(terms.begun)) rest.push([swedishChange(terms.begun), 'tillkommet']);
  if (!isZero(terms.ended)) rest.push([swedishChange(terms.ended), 'upphört']);
  if (!isZero(terms.unexplained)) rest.push([swedishChange(terms.unexplained), 'oförklarat']);
  const rows = [...terms.changes.map((change) => [amountOf(change), changeText(change, own)]), ...rest];
  const aligned = alignColumns(rows, [RIGHT, LEFT]);
  const width = Math.max(0, ...rows.map(([amount]) => amount?.length ?? 0)) + 2;
  return aligned.flatMap((line, at) => {
    const change = terms.changes[at];
    const below = change === undefined ? [] : changePlaces(change, nameOf, indent + ' '.repeat(width));
    return [indent + line, ...below];
  });
}

export function amountOf(change: ChangeAnswer): string {
  return change.amount === null ? 'ej angivet' : swedishChange(change.amount);
}

export function changeText(change: ChangeAnswer, own: readonly string[]): string {
  const precision = isZero(change.precision) ? '' : ` ± ${swedish(change.precision)}`;
  const since = change.since === null ? '' : `, från och med ${change.since}`;
  const until = change.until === null ? '' : `, till och med ${change.until}`;
  const lasting = change.permanent ? ', varaktig' : '';
  const counted = change.counted ? '' : ', förslag som inte räknas';
  // Of a part of what is explained: which.
  const line = change.line.join(' > ') === own.join(' > ') ? '' : `${change.line.join(' > ')}: `;
  return `${line}${change.cause} (${causeKindText(change.kind)}${precision}${lasting}${since}${until}${counted})`;
}

/** What is registered by hand has no source that could have told. */
export function noDecisionText({ source }: Pick<ChangeAnswer, 'source'>): string {
  return source === null ? 'ej angivet' : 'ej angivet i källan';
}

function changePlaces(change: ChangeAnswer, nameOf: NameOfDocument, indent: string): string[] {
  return [
    ...(change.decision === null ? [`${indent}beslut: ${noDecisionText(change)}`] : []),
    ...placeLines(change.decision, change.source, nameOf, indent),
    ...change.sources.map((source) => `${indent}även: ${placeText(source, nameOf)}`),
    ...(change.recordedAt === null ? [] : [`${indent}${recordedText(change).replace(/^, /, '')}`]),
    ...(change.sale === null ? [] : [`${indent}markförsäljning: ${change.sale}`]),
  ];
}

export function placeLines(
  decision: Decision | null,
  source: SourceCell | null,
  nameOf: NameOfDocument,
  indent: string,
): string[] {
  const decided = decision === null ? '' : decisionText(decision);
  return [
    ...(decided === '' ? [] : [`${indent}beslut: ${decided}`]),
    ...(source === null ? [] : [`${indent}källa: ${placeText(source, nameOf)}`]),
  ];
}

/** Who recorded it, when, and where it stands in the log. */
export function recordedText({
  recordedAt,
  actor,
  position,
}: Pick<EntryAnswer, 'recordedAt' | 'actor' | 'position'>): string {
  if (recordedAt === null) return '';
  return `, registrerad ${recordedAt.slice(0, 10)} av ${actor ?? 'okänd'} (${position ?? ''})`;
}

function decisionText(decision: Decision): string {
  return [decision.body, decision.date, decision.paragraph, decision.dnr].filter(Boolean).join(' ');
}

function placeText(source: SourceCell, nameOf: NameOfDocument): string {
  const place = [nameOf(source.document), source.table, source.row, source.column].filter(Boolean).join(', ');
  return source.printed === '' ? place : `${place}: "${source.printed}"`;
}

function discrepancyLines(d: DiscrepancyAnswer, nameOf: NameOfDocument): string[] {
  return [
    `  avvikelse (${discrepancyKindText(d.kind)}; ${discrepancyClassText(d.class)}): tryckt ${swedish(d.stated)}, beräknat ${swedish(d.computed)}, skillnad ${swedishChange(d.difference)}`,
    ...d.places.map((place) => `    ${placeText(place, nameOf)}`),
  ];
}

function headOf(label: string, reading: ReadingAddress): string {
  return `${label} · ${describe(reading)}`;
}

export function describe(r: ReadingAddress): string {
  return `${r.unit}, ${basisText(r.basis)} ${r.edition}`;
}

export function isZero(value: string): boolean {
  return /^-?0(?:\.0+)?$/.test(value);
}

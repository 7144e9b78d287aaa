import type {
  BeliefReason,
  BeliefsAnswer,
  BeliefStep,
  ComparisonAnswer,
  ReadingAddress,
  SideAnswer,
} from '#projections';
import { comparabilityLines } from './comparability-text.js';
import { alignColumns } from './columns.js';
import { csvLine } from './csv.js';
import { differencePartLines, isZero, termLines, undatedLines, type NameOfDocument } from './explain-text.js';
import { natureText } from './kinds.js';
import { textsOf } from './marks.js';
import { swedish, swedishChange } from './numbers.js';
import { valueText } from './said-text.js';
import { basisText, joined, measureText } from './terms.js';

/** Levels of parts that are written out; deeper ones are asked for by their own row. */
const LEVELS_SHOWN = 3;

const RIGHT = { align: 'right' } as const;
const LEFT = { align: 'left' } as const;

const REASONS: Readonly<Record<BeliefReason['kind'], string>> = {
  statement: 'uppgift',
  change: 'förändring',
  correction: 'rättelse',
  withdrawal: 'återkallelse',
  edition: 'utgåva',
  table: 'uppställning',
  name: 'namn',
};

/** Why one figure differs from another, as text. */
export function comparisonText(answer: ComparisonAnswer, nameOf: NameOfDocument, width?: number): string {
  const unit = answer.unitOfMeasure;
  const line = answer.to.reading?.line ?? [];
  const lines = [
    `${answer.label}: ${differenceText(answer)}`,
    `  från ${sideText(answer.from)}: ${valueText(answer.from.value, unit)}`,
    `  till ${sideText(answer.to)}: ${valueText(answer.to.value, unit)}`,
    ...(answer.marks.length > 0 ? [`  ${textsOf(answer.marks)}`] : []),
    ...termLines(answer, line, '  ', nameOf),
    ...(answer.parts.length > 0
      ? ['  delar:', ...differencePartLines(answer.parts, LEVELS_SHOWN, '    ')]
      : []),
    ...learnedLines(answer),
    ...comparabilityLines(answer.comparability, width, '  '),
    ...undatedLines(answer),
  ];
  return `${lines.join('\n')}\n`;
}

/** The difference, or why none can be told. What was learned meanwhile is told all the same. */
export function differenceText({ difference, from, to, unitOfMeasure }: ComparisonAnswer): string {
  if (difference !== null) return valueText(difference, unitOfMeasure);
  const without = [from, to].filter(({ value }) => value === null).length;
  return without === 2
    ? 'skillnaden kan inte anges: båda saknar värde'
    : 'skillnaden kan inte anges: en av dem saknar värde';
}

/** The terms of a comparison as CSV. */
export function comparisonCsv(answer: ComparisonAnswer): string {
  const unit = answer.unitOfMeasure;
  return [
    csvLine(['term', 'label', 'kind', 'amount', 'precision', 'unitOfMeasure', 'event']),
    ...answer.changes.map((c) => csvLine(['change', c.cause, c.kind, c.amount, c.precision, unit, c.event])),
    csvLine(['begun', null, null, answer.begun, null, unit, null]),
    csvLine(['ended', null, null, answer.ended, null, unit, null]),
    csvLine(['unexplained', null, null, answer.unexplained, answer.precision, unit, null]),
    ...answer.steps.map((step) =>
      csvLine(['learned', whyText(step), step.by, step.moved, null, unit, step.event]),
    ),
    ...(answer.earlier === null
      ? []
      : [csvLine(['learned', null, 'earlier', answer.earlier.moved, null, unit, null])]),
    csvLine(['difference', answer.label, null, answer.difference, null, unit, null]),
  ].join('');
}

function learnedLines({ learned, steps, earlier, unitOfMeasure }: ComparisonAnswer): string[] {
  if (steps.length === 0 && earlier === null) return [];
  const rows = [
    ...(earlier === null ? [] : [[swedishChange(earlier.moved), `tidigare steg, till ${earlier.upTo}`]]),
    ...steps.map((step) => [swedishChange(step.moved), stepText(step)]),
  ];
  return [
    `  ny kunskap mellan tidpunkterna: ${valueText(isZero(learned) ? '0' : learned, unitOfMeasure)}`,
    ...alignColumns(rows, [RIGHT, LEFT]).map((text) => `    ${text}`),
  ];
}

/** A side: what it is, and from where it is seen. */
export function sideText({ reading, label, terms, asOf, publishedBy }: SideAnswer): string {
  const what =
    reading !== null
      ? readingText(reading)
      : `${label} (${terms.map((term, i) => `${term.coefficient < 0 ? '− ' : i > 0 ? '+ ' : ''}${readingText(term.reading)}`).join(' ')})`;
  return [
    what,
    ...(asOf === null ? [] : [`som känt ${asOf}`]),
    ...(publishedBy === null ? [] : [`offentliggjort senast ${publishedBy}`]),
  ].join(', ');
}

/** A reading in words: whose, of what, and in which step of which series. */
export function readingText(r: ReadingAddress): string {
  const line = r.line.length === 0 ? 'Totalt' : r.line.join(' > ');
  const series = `${basisText(r.basis)} ${r.period}`;
  return `${r.unit} ${line} (${measureText(r.measure)}), ${series}${r.edition === r.period ? '' : ` ${r.edition}`}`;
}

/** What was believed of a figure, step by step. */
export function beliefsText({ label, reading, unitOfMeasure, items }: BeliefsAnswer): string {
  const rows = items.map(({ item }) => [
    item.recordedAt?.slice(0, 16).replace('T', ' ') ?? '',
    item.before === null ? '-' : swedish(item.before),
    '→',
    item.after === null ? '-' : swedish(item.after),
    item.marks.length > 0 ? `(${textsOf(item.marks)})` : '',
    stepText(item),
  ]);
  const lines = alignColumns(rows, [LEFT, RIGHT, LEFT, RIGHT, LEFT, LEFT]);
  return `${[`${label}${reading === null ? '' : ` ${readingText(reading)}`}, ${unitOfMeasure}`, ...lines.map((text) => `  ${text}`)].join('\n')}\n`;
}

export function beliefsCsv({ items }: BeliefsAnswer): string {
  return [
    csvLine([
      'position',
      'recordedAt',
      'actor',
      'event',
      'type',
      'before',
      'after',
      'moved',
      'unitOfMeasure',
      'marks',
      'status',
      'why',
    ]),
    ...items.map(({ item: step }) =>
      csvLine([
        step.position,
        step.recordedAt,
        step.actor,
        step.event,
        step.type,
        step.before,
        step.after,
        step.moved,
        step.unitOfMeasure,
        step.marks.join(' '),
        step.status,
        whyText(step),
      ]),
    ),
  ].join('');
}

/** Why, by whom and when; of what was published, the day. */
export function stepText(step: BeliefStep): string {
  const when =
    step.by === 'published'
      ? step.published === null
        ? 'utan datum'
        : `offentliggjort ${step.published}`
      : `registrerad ${step.recordedAt?.slice(0, 10) ?? ''} av ${step.actor ?? 'okänd'} (${step.position ?? ''})`;
  const why = whyText(step);
  return why === '' ? when : joined([why, when]);
}

function whyText({ why, more }: BeliefStep): string {
  const told = why.map(reasonText);
  return joined([...new Set(told), ...(more > 0 ? [`och ${more} till`] : [])]);
}

function reasonText({ kind, words, correction, entry, change }: BeliefReason): string {
  const nature = correction === null ? '' : ` (${natureText(correction.nature)})`;
  const line = (entry?.reading.line ?? change?.line ?? []).join(' > ');
  return `${REASONS[kind]}${nature}${line === '' ? '' : ` ${line}`}${words === '' ? '' : `: ${words}`}`;
}

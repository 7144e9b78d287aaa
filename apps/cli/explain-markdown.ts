import { symbolOf, type UnitOfMeasure } from '#amount';
import { comparabilityNotes } from './comparability-text.js';
import type { Decision, SourceCell } from '#ledger';
import type {
  CellExplanationAnswer,
  ChangeAnswer,
  ComparisonAnswer,
  DifferenceAnswer,
  EntryAnswer,
  ExplainAnswer,
  ReadingAddress,
  ComparabilityAnswer,
} from '#projections';
import { differenceText, sideText, stepText } from './comparison-text.js';
import { noDecisionText, undatedText, type NameOfDocument } from './explain-text.js';
import { causeKindText, discrepancyClassText, discrepancyKindText, natureText } from './kinds.js';
import { textsOf } from './marks.js';
import { swedish, swedishChange } from './numbers.js';
import { correctionTexts, otherSign, saidThere } from './said-text.js';
import { areaText, assertionText, measureText, seriesText } from './terms.js';

/** What a page says of itself, so that somebody else can ask the same and get the same answer. */
export interface PageHead {
  /** The command that gives this page again. */
  readonly asked: string;
  /** The position that the answer is from. */
  readonly position: string;
  readonly asOf: string | null;
  readonly publishedBy: string | null;
  /** When the answer was given, ISO. */
  readonly answeredAt: string;
}

/** What every answer that is written as a page has. */
interface Whole {
  readonly label: string;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly undatedLeftOut: number | null;
  readonly comparability?: readonly ComparabilityAnswer[];
}

type Part<T> = T & { readonly coefficient: number };

/**
 * An explanation as a page of Markdown (*underlag*) for a working paper: the whole tree, every event by its id, and from
 * which position and when it was answered.
 */
export function explainMarkdown(answer: ExplainAnswer, head: PageHead, nameOf: NameOfDocument): string {
  const shown =
    answer.kind === 'cell'
      ? otherSign(answer.cell.value, answer.cell.printedSign)
      : otherSign(answer.difference.difference, answer.difference.printedSign);
  return page(answer.kind === 'cell' ? answer.cell : answer.difference, head, nameOf, shown, (named) =>
    answer.kind === 'cell'
      ? cellLines(answer.cell, '', named)
      : differenceLines(answer.difference, '', named),
  );
}

/** The difference of any two figures as such a page. */
export function comparisonMarkdown(answer: ComparisonAnswer, head: PageHead, nameOf: NameOfDocument): string {
  return page(answer, head, nameOf, null, (named) => comparisonLines(answer, named));
}

function page(
  { label, unitOfMeasure, undatedLeftOut, comparability }: Whole,
  head: PageHead,
  nameOf: NameOfDocument,
  shown: string | null,
  write: (nameOf: NameOfDocument) => readonly string[],
): string {
  // What the page cites is told at its end, by what proves it.
  const cited = new Set<string>();
  const written = write((sha256) => {
    cited.add(sha256);
    return nameOf(sha256);
  });
  const asOf = head.asOf === null ? 'som nu känt' : `som känt vid ${plain(head.asOf)}`;
  const published = head.publishedBy === null ? '' : `, offentliggjort senast ${head.publishedBy}`;
  const lines = [
    `# ${plain(label)}`,
    '',
    '| | |',
    '|---|---|',
    `| Position i liggaren | \`${head.position}\` (${asOf}${published}) |`,
    `| Svaret gavs | ${head.answeredAt} |`,
    `| Måttenhet | ${symbolOf(unitOfMeasure)} |`,
    `| Fråga | ${code(head.asked)} |`,
    '',
    `Belopp har kanoniskt tecken: det som förbättrar resultatet är positivt${shown === null ? '' : `; tabellen visar ${shown}`}.`,
    '',
    ...written,
    ...comparabilityNotes(comparability).flatMap((note) => ['', plain(note)]),
    ...((undatedLeftOut ?? 0) > 0 ? ['', `${undatedText(undatedLeftOut ?? 0)}.`] : []),
    ...(cited.size === 0
      ? []
      : [
          '',
          '## Åberopade dokument',
          '',
          '| Dokument | sha-256 |',
          '|---|---|',
          ...[...cited].map((sha256) => `| ${plain(nameOf(sha256))} | \`${sha256}\` |`),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A cell as items of a list; its parts stand below it, each as deep as it is in the tree. */
function cellLines(cell: CellExplanationAnswer, indent: string, nameOf: NameOfDocument, sign = ''): string[] {
  const inner = `${indent}  `;
  const unit = cell.unitOfMeasure;
  const { standing } = cell;
  return [
    `${indent}- ${sign}**${plain(cell.label)}**, ${described(cell.reading)}: **${valued(cell.value, unit)}**${cell.marks.length > 0 ? ` (${textsOf(cell.marks)})` : ''}`,
    ...(standing === null ? [] : entryLines('angivet', standing, unit, inner, nameOf)),
    ...cell.editions.flatMap((step) => [
      `${inner}- utgåva ${plain(step.edition)}: ${valued(step.value, unit)}${step.opening ? ' (ingående värde)' : ''}`,
      ...(step.stated === null || step.edition === cell.reading.edition
        ? []
        : entryLines('angivet', step.stated, unit, `${inner}  `, nameOf)),
      ...termLines(step, cell.reading.line, `${inner}  `, nameOf),
    ]),
    ...cell.assertions.flatMap((entry) => entryLines(assertionText(entry.says), entry, unit, inner, nameOf)),
    ...cell.corrections.map(({ entry, is, nature, reason, correction }) => {
      const { actor, recordedAt } = entry.takenOut ?? {};
      const [was, now] = correctionTexts({ entry, is });
      const by = recordedAt === undefined ? '' : `; av ${plain(actor ?? 'okänd')} ${recordedAt}`;
      return `${inner}- rättelse (${natureText(nature)}): ${plain(was)} blev ${plain(now ?? 'inget')}; ${plain(reason)}${by}; rättelse \`${correction}\`, rättad post \`${entry.id}\``;
    }),
    ...cell.discrepancies.flatMap((d) => [
      `${inner}- avvikelse (${discrepancyKindText(d.kind)}; ${discrepancyClassText(d.class)}): tryckt ${swedish(d.stated)}, beräknat ${swedish(d.computed)}, skillnad ${swedishChange(d.difference)}; \`${d.id}\``,
      ...d.places.map((place) => `${inner}  - ${placed(place, nameOf)}`),
    ]),
    ...(cell.formula === null ? [] : [`${inner}- formel: ${code(cell.formula)}`]),
    ...cell.parts.flatMap((part) => cellLines(part, inner, nameOf, signOf(part))),
    ...cell.named.flatMap((pair) => [
      `${inner}- jämfört med ${described(pair.from)}, ${valued(pair.fromValue, pair.unitOfMeasure)}: **${valued(pair.difference, pair.unitOfMeasure)}**`,
      ...termLines(pair, cell.reading.line, `${inner}  `, nameOf),
    ]),
  ];
}

function comparisonLines(answer: ComparisonAnswer, nameOf: NameOfDocument): string[] {
  const unit = answer.unitOfMeasure;
  const { learned, steps, earlier } = answer;
  return [
    `- **${plain(answer.label)}**: **${differenceText(answer)}**${answer.marks.length > 0 ? ` (${textsOf(answer.marks)})` : ''}`,
    `  - från ${plain(sideText(answer.from))}, läst vid \`${answer.from.position}\`: ${valued(answer.from.value, unit)}`,
    `  - till ${plain(sideText(answer.to))}, läst vid \`${answer.to.position}\`: ${valued(answer.to.value, unit)}`,
    ...termLines(answer, answer.to.reading?.line ?? [], '  ', nameOf),
    ...(isZero(answer.precision) ? [] : [`  - förändringarnas felmarginal: ± ${swedish(answer.precision)}`]),
    ...(steps.length === 0 && earlier === null
      ? []
      : [`  - ny kunskap mellan tidpunkterna: ${swedishChange(learned)}`]),
    ...(earlier === null
      ? []
      : [`    - tidigare steg, till ${plain(earlier.upTo)}: ${swedishChange(earlier.moved)}`]),
    ...steps.flatMap((step) => [
      `    - ${swedishChange(step.moved)}: ${plain(stepText(step))}${step.event === null ? '' : `; händelse \`${step.event}\``}`,
      ...step.why.flatMap(({ entry, change }) => [
        ...groundLines(entry?.decision ?? null, entry?.source ?? null, '      ', nameOf),
        ...groundLines(change?.decision ?? null, change?.source ?? null, '      ', nameOf),
      ]),
    ]),
    ...answer.parts.flatMap((part) => differenceLines(part, '  ', nameOf, signOf(part))),
  ];
}

function differenceLines(d: DifferenceAnswer, indent: string, nameOf: NameOfDocument, sign = ''): string[] {
  const inner = `${indent}  `;
  const unit = d.unitOfMeasure;
  return [
    `${indent}- ${sign}**${plain(d.label)}**: **${valued(d.difference, unit)}**${d.marks.length > 0 ? ` (${textsOf(d.marks)})` : ''}`,
    `${inner}- från ${described(d.from)}: ${valued(d.fromValue, unit)}`,
    `${inner}- till ${described(d.to)}: ${valued(d.toValue, unit)}`,
    ...(d.printed === null ? [] : [`${inner}- tryckt: ${plain(d.printed)}`]),
    ...termLines(d, d.to.line, inner, nameOf),
    ...d.offered.map(
      (end) => `${inner}- möjlig orsak, inte medräknad: ${changed(end)}; händelse \`${end.event}\``,
    ),
    ...(isZero(d.precision) ? [] : [`${inner}- förändringarnas felmarginal: ± ${swedish(d.precision)}`]),
    ...(d.judgedBy === null ? [] : [`${inner}- att raderna är samma är bedömt av ${plain(d.judgedBy)}`]),
    ...d.parts.flatMap((part) => differenceLines(part, inner, nameOf, signOf(part))),
  ];
}

function entryLines(
  what: string,
  entry: EntryAnswer,
  unit: UnitOfMeasure,
  indent: string,
  nameOf: NameOfDocument,
): string[] {
  const inner = `${indent}  `;
  return [
    `${indent}- ${what}: ${plain(saidThere(entry))}; händelse \`${entry.event}\`${recordedBy(entry)}`,
    ...entry.terms.map(
      ({ coefficient, reading, value }) =>
        `${inner}- ${coefficient < 0 ? '−' : '+'} ${described(reading)}: ${valued(value, unit)}`,
    ),
    ...(entry.says === 'relative' ? [`${inner}- + angiven skillnad: ${valued(entry.difference, unit)}`] : []),
    ...groundLines(entry.decision, entry.source, inner, nameOf),
  ];
}

function termLines(
  terms: Pick<DifferenceAnswer, 'changes' | 'begun' | 'ended' | 'unexplained'>,
  own: readonly string[],
  indent: string,
  nameOf: NameOfDocument,
): string[] {
  const rests = [
    ['tillkommet', terms.begun],
    ['upphört', terms.ended],
    ['oförklarat', terms.unexplained],
  ] as const;
  return [
    ...terms.changes.flatMap((change) => {
      const line = change.line.join(' > ');
      const of = line === own.join(' > ') ? '' : `${plain(line)}: `;
      return [
        `${indent}- ${of}${changed(change)}; händelse \`${change.event}\`${recordedBy(change)}`,
        ...(change.sale === null ? [] : [`${indent}  - markförsäljning: ${plain(change.sale)}`]),
        ...(change.decision === null ? [`${indent}  - beslut: ${noDecisionText(change)}`] : []),
        ...groundLines(change.decision, change.source, `${indent}  `, nameOf),
        ...change.sources.map((source) => `${indent}  - även: ${placed(source, nameOf)}`),
      ];
    }),
    ...rests.flatMap(([what, amount]) =>
      isZero(amount) ? [] : [`${indent}- ${what}: ${swedishChange(amount)}`],
    ),
  ];
}

function changed(change: ChangeAnswer): string {
  const amount = change.amount === null ? 'belopp ej angivet' : swedishChange(change.amount);
  const told = [
    causeKindText(change.kind),
    ...(isZero(change.precision) ? [] : [`± ${swedish(change.precision)}`]),
    ...(change.permanent ? ['varaktig'] : []),
    ...(change.since === null ? [] : [`från och med ${change.since}`]),
    ...(change.until === null ? [] : [`till och med ${change.until}`]),
    ...(change.counted ? [] : ['förslag som inte räknas']),
  ];
  return `${amount}: ${plain(change.cause)} (${plain(told.join(', '))})`;
}

function groundLines(
  decision: Decision | null,
  source: SourceCell | null,
  indent: string,
  nameOf: NameOfDocument,
): string[] {
  const decided =
    decision === null
      ? ''
      : [decision.body, decision.date, decision.paragraph, decision.dnr].filter(Boolean).join(' ');
  return [
    ...(decided === '' ? [] : [`${indent}- beslut: ${plain(decided)}`]),
    ...(source === null ? [] : [`${indent}- källa: ${placed(source, nameOf)}`]),
  ];
}

/** Who recorded it, when to the second, and where it stands in the log. */
function recordedBy({
  recordedAt,
  actor,
  position,
}: Pick<EntryAnswer, 'recordedAt' | 'actor' | 'position'>): string {
  if (recordedAt === null) return '';
  return `, registrerad ${recordedAt} av ${plain(actor ?? 'okänd')}, position \`${position ?? ''}\``;
}

function placed(source: SourceCell, nameOf: NameOfDocument): string {
  const place = [nameOf(source.document), source.table, source.row, source.column].filter(Boolean).join(', ');
  return plain(source.printed === '' ? place : `${place}: "${source.printed}"`);
}

function described(r: ReadingAddress): string {
  const line = r.line.length === 0 ? ['Totalt'] : r.line;
  return plain(
    `${[r.unit, areaText(r.area), ...line, measureText(r.measure)].join(' / ')}, ${seriesText(r)}`,
  );
}

function valued(value: string | null, unit: UnitOfMeasure): string {
  return value === null ? 'inget värde' : `${swedish(value)} ${symbolOf(unit)}`.trimEnd();
}

function signOf({ coefficient }: Part<object>): string {
  return coefficient === 1 ? '+ ' : coefficient === -1 ? '− ' : `${coefficient} × `;
}

function isZero(value: string): boolean {
  return /^-?0(?:\.0+)?$/.test(value);
}

/** Text of a source that Markdown takes for nothing but text, on one line. */
function plain(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\\`*_[\]<>|#~]/g, '\\$&');
}

/** As code; what stands in it is shown as it is. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text.replace(/\s+/gu, ' ').replaceAll('|', '\\|')}${fence}`;
}

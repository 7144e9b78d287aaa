import { symbolOf } from '#amount';
import type { DiscrepancyItem, DiscrepancyPlace } from '#projections';
import { csvLine } from './csv.js';
import { discrepancyClassText, discrepancyKindText, discrepancyStatusText } from './kinds.js';
import { DISCREPANCY_SIGN, ROUNDING_SIGN } from './marks.js';
import { swedish, swedishChange } from './numbers.js';

/** What follows from a discrepancy is one, and told apart by standing under its root. */
function classOf(item: DiscrepancyItem): 'discrepancy' | 'rounding' {
  return item.class === 'rounding' ? 'rounding' : 'discrepancy';
}

/** The list as scripts take it (CONTRACT). */
function checkJson(items: readonly DiscrepancyItem[]): object[] {
  return items.map((item) => ({
    id: item.id,
    kind: item.kind,
    class: classOf(item),
    status: item.status,
    document: item.document,
    table: item.table,
    row: item.row,
    column: item.column,
    stated: item.stated,
    computed: item.computed,
    difference: item.difference,
    tolerance: item.tolerance,
    places: item.places,
    followOns: checkJson(item.followOns),
  }));
}

const COLUMNS = [
  'id',
  'root',
  'kind',
  'class',
  'status',
  'unit',
  'document',
  'table',
  'row',
  'column',
  'unitOfMeasure',
  'stated',
  'computed',
  'difference',
  'tolerance',
  'places',
] as const;

/** What is written of a list, item by item: it may be longer than what fits into memory. */
export interface CheckWriter {
  item(item: DiscrepancyItem): string;
  end(): string;
}

export function checkWriter(form: 'json' | 'csv' | 'text'): CheckWriter {
  return { json: jsonWriter, csv: csvWriter, text: textWriter }[form]();
}

function jsonWriter(): CheckWriter {
  let before = '[';
  return {
    item: (item) => {
      const [one] = checkJson([item]);
      const text = `${before}\n  ${JSON.stringify(one, null, 2).replaceAll('\n', '\n  ')}`;
      before = ',';
      return text;
    },
    end: () => (before === '[' ? '[]\n' : '\n]\n'),
  };
}

/** A line for each discrepancy, and after it one for each that follows from it, with its `root`. */
function csvWriter(): CheckWriter {
  let head = csvLine(COLUMNS);
  const lineOf = (item: DiscrepancyItem, root: string | null): string =>
    csvLine([
      item.id,
      root,
      item.kind,
      classOf(item),
      item.status,
      item.unit,
      item.document,
      item.table,
      item.row,
      item.column,
      item.unitOfMeasure,
      item.stated,
      item.computed,
      item.difference,
      item.tolerance,
      item.places.map((place) => `${placeText(place)}: ${place.printed}`).join(' | '),
    ]);
  const once = (): string => {
    const text = head;
    head = '';
    return text;
  };
  return {
    item: (item) =>
      once() + lineOf(item, null) + item.followOns.map((followOn) => lineOf(followOn, item.id)).join(''),
    end: once,
  };
}

/** A list for a terminal: what is printed where, against what; nothing where there is nothing to tell. */
function textWriter(): CheckWriter {
  let unit = '';
  const counts = { isNew: 0, said: 0, follow: 0, rounded: 0 };
  return {
    item: (item) => {
      const lines: string[] = [];
      if (item.unit !== unit) {
        if (unit !== '') lines.push('');
        lines.push(item.unit);
        unit = item.unit;
      }
      lines.push(...linesOf(item, '  '));
      for (const followOn of item.followOns) lines.push(...linesOf(followOn, '      '));
      counts.follow += item.followOns.length;
      if (item.class === 'rounding') counts.rounded++;
      if (item.class === 'discrepancy') counts[item.status === 'new' ? 'isNew' : 'said']++;
      return `${lines.join('\n')}\n`;
    },
    end: () => (unit === '' ? '' : `\n${summary(counts)}\n`),
  };
}

/** Places that are written out; a sum over a hundred rows names the first. */
const PLACES_SHOWN = 8;

function linesOf(item: DiscrepancyItem, indent: string): string[] {
  const sign = item.class === 'rounding' ? ROUNDING_SIGN : DISCREPANCY_SIGN;
  const unit = symbolOf(item.unitOfMeasure);
  const measured = unit === '' ? '' : ` ${unit}`;
  const said = item.status === 'new' ? '' : ` · ${discrepancyStatusText(item.status)}`;
  const what = item.class === 'discrepancy' ? '' : ` (${discrepancyClassText(item.class)})`;
  const numbers = `${swedish(item.stated)} mot ${swedish(item.computed)}${measured}`;
  const apart = `skillnad ${swedishChange(item.difference)}, tolerans ${swedish(item.tolerance)}`;
  const more = item.places.length - PLACES_SHOWN;
  return [
    `${indent}${sign} ${discrepancyKindText(item.kind)}${what}: ${numbers}; ${apart}${said}`,
    ...item.places.slice(0, PLACES_SHOWN).map((place, n) => {
      const marker = n === 0 ? 'tryckt' : 'mot';
      return `${indent}    ${marker.padEnd(7)}${place.printed} i ${placeText(place)}`;
    }),
    ...(more > 0 ? [`${indent}    … och ${more} till`] : []),
    `${indent}    id     ${item.id}`,
  ];
}

function placeText({ document, table, row, column }: DiscrepancyPlace): string {
  return [document, table, row, column].filter((part) => part !== '').join(' · ');
}

interface Counts {
  readonly isNew: number;
  readonly said: number;
  readonly follow: number;
  readonly rounded: number;
}

function summary({ isNew, said, follow, rounded }: Counts): string {
  return [
    `${isNew} som inte stämmer`,
    ...(follow > 0 ? [`${follow} som följer av dem`] : []),
    ...(said > 0 ? [`${said} som är förklarade eller godtagna`] : []),
    ...(rounded > 0 ? [`${rounded} avrundningar`] : []),
  ].join(' · ');
}

import { createHash } from 'node:crypto';
import type { CsvRow } from '../csv.js';
import { columnsOf, type FileName, type PackageRecords } from '../data-package/package.js';
import { profileLabel, type Profile } from '../profile/profile.js';
import type { DocumentFacts } from '../understanding/document-facts.js';
import type { NotUnderstood } from '../understanding/table-kind.js';
import { partsOf, Sums, type Part } from './allocate.js';
import { printedSum, tablesOf, throughOf, type SieColumn, type SieTable } from './sie-columns.js';
import { readSie } from './read-sie.js';
import type { SieFile } from './sie-file.js';
import { isWithin, sieProfileOf, type SieProfile } from './sie-profile.js';
import { notUnderstoodOf } from './sie-gaps.js';
import {
  labelOf,
  leafKey,
  leafOf,
  OF_NO_OBJECT,
  rowsOf,
  ruleOf,
  type Leaf,
  type SieRow,
} from './sie-rows.js';

/** What a SIE file comes to: facts and lines of a data package, or what stops its import. */
export interface UnderstoodSie {
  readonly facts: DocumentFacts;
  readonly records: PackageRecords;
  readonly notUnderstood: readonly NotUnderstood[];
}

/** Rows of a table at most: what its layout says must fit into one event. */
const ROWS_MAX = 2_000;
const SIGNS = 'sie';

/**
 * A SIE file as figures. Debit is plus in the file, so the canonical value is the opposite of every amount. The outcome
 * through each month is the sum of the changes through it, the budget of the year that of its months; single months have
 * figures of their own, which are the amounts of the file one by one.
 *
 * @throws LedgerError PROFILE_UNREADABLE, and what `readSie` refuses
 */
export function understandSie(bytes: Uint8Array, fileName: string, profile: Profile): UnderstoodSie {
  return understandSieFile(
    readSie(bytes, fileName),
    createHash('sha256').update(bytes).digest('hex'),
    profile,
  );
}

/**
 * The same of a file that has been read.
 *
 * @throws LedgerError PROFILE_UNREADABLE
 */
export function understandSieFile(file: SieFile, sha256: string, profile: Profile): UnderstoodSie {
  const { fileName } = file;
  const sie = sieProfileOf(profile.sie, profile.file);
  const parts = partsOf(file, sie);
  const facts = factsOf(file, profile, sie, parts);
  const notUnderstood = notUnderstoodOf(file, sie, parts, profile);
  if (notUnderstood.length > 0) return { facts, records: {}, notUnderstood };
  const lines = new Lines(fileName);
  addDocument(lines, facts, fileName, sha256, profile);
  const tooLong = addUnits(lines, { file, sie, parts, facts, profile });
  return { facts, records: tooLong.length > 0 ? {} : lines.records, notUnderstood: tooLong };
}

/** The lines of the package, file by file. */
class Lines {
  readonly #lines: Partial<Record<FileName, CsvRow[]>> = {};
  readonly #once = new Set<string>();

  constructor(readonly fileName: string) {}

  add(name: FileName, line: number, values: Readonly<Record<string, string>>): void {
    const blank = Object.fromEntries(columnsOf(name).map((column) => [column, '']));
    (this.#lines[name] ??= []).push({ file: this.fileName, line, values: { ...blank, ...values } });
  }

  /** As {@link add}, unless the same was added before. */
  addOnce(name: FileName, line: number, values: Readonly<Record<string, string>>): void {
    const key = JSON.stringify([name, values]);
    if (this.#once.has(key)) return;
    this.#once.add(key);
    this.add(name, line, values);
  }

  get records(): PackageRecords {
    return this.#lines;
  }
}

function factsOf(file: SieFile, profile: Profile, sie: SieProfile, parts: readonly Part[]): DocumentFacts {
  const { municipality } = profile;
  const unit = unitOf(profile, sie.unit);
  const boardId = unit.split('/')[1];
  const board = profile.boards.find(({ id }) => id === boardId) ?? {
    id: boardId ?? '',
    name: municipality.name,
  };
  const year = Number(file.years.get(0)?.from.slice(0, 4) ?? 0);
  const changes = parts.filter((part) => part.year === 0 && part.label === 'PSALDO');
  const through = throughOf(file, 0, changes) ?? file.years.get(0)?.to.slice(0, 7) ?? null;
  return {
    id: `${[municipality.id, boardId, 'sie', through ?? String(year)].filter(Boolean).join('-')}`,
    unit,
    municipality,
    board,
    title: `SIE-fil t.o.m. ${through ?? String(year)}`,
    kind: 'interim',
    year,
    through,
    status: 'forInformation',
    decision: { body: '', date: file.generated ?? '', paragraph: '', dnr: '', validity: '' },
    participation: { notParticipating: {}, notes: {}, reservations: {} },
    judged: ['title', 'board', 'kind', 'status', 'date'],
    judgedBy: profile.judgedBy,
  };
}

/** `ks/drift` of Sjövik is `sjovik/ks/drift`. */
function unitOf({ municipality: { id } }: Profile, path: string): string {
  if (path === '') return id;
  return path === id || path.startsWith(`${id}/`) ? path : `${id}/${path}`;
}

function addDocument(
  lines: Lines,
  facts: DocumentFacts,
  file: string,
  sha256: string,
  profile: Profile,
): void {
  const { id, title, status, judgedBy, decision, unit, municipality, kind, year, through } = facts;
  lines.add('documents', 1, {
    document: id,
    file,
    title,
    municipality: municipality.id,
    board: unit,
    kind,
    year: String(year),
    through: through ?? '',
    date: decision.date,
    status,
    statusBasis: 'judged',
    judgedBy,
    sha256,
    note: `Läst med profilen ${profileLabel(profile)}.`,
  });
  lines.add('signs', 1, { signs: SIGNS, measure: '*', factor: '-1' });
}

interface Given {
  readonly file: SieFile;
  readonly sie: SieProfile;
  readonly parts: readonly Part[];
  readonly facts: DocumentFacts;
  readonly profile: Profile;
}

/** The tables of each unit that the file has amounts of; units and editions beside. */
function addUnits(lines: Lines, given: Given): NotUnderstood[] {
  const { sie, parts, facts, profile, file } = given;
  const byUnit = new Map<string, Part[]>();
  for (const part of parts) {
    const rule = sie.units?.objects.find(
      (each) => part.unitObject !== null && isWithin(part.unitObject, each),
    );
    const unit = unitOf(profile, rule?.unit ?? sie.unit);
    const own = byUnit.get(unit);
    if (own === undefined) byUnit.set(unit, [part]);
    else own.push(part);
  }
  const units = [...byUnit.keys()].sort();
  addUnitLines(lines, units, profile);
  const tooLong: NotUnderstood[] = [];
  const place = { next: 1 };
  for (const unit of units) {
    const own = byUnit.get(unit) ?? [];
    const grid = gridOf(given, own);
    if (grid.rows.length > ROWS_MAX) {
      const message = `The table of ${unit} has ${grid.rows.length} rows; at most ${ROWS_MAX} are read`;
      const hint = `Write \`detail: group\` (or measure) in the section sie of ${profile.file}.`;
      tooLong.push({ code: 'SIE_TOO_DETAILED', place: { file: file.fileName }, message, hint });
      continue;
    }
    for (const table of tablesOf(file, [...grid.parts.values()].flat(), sie.budget, sie.months)) {
      const id = `${facts.id}/${[...unit.split('/').slice(2), table.id].join('-')}`;
      addTable(lines, { table, id, unit, grid, place: place.next++, given });
    }
  }
  return tooLong;
}

function addUnitLines(lines: Lines, units: readonly string[], profile: Profile): void {
  const all = new Set(
    units.flatMap((unit) => unit.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))),
  );
  for (const unit of [...all].sort()) {
    const [, boardId, frameId] = unit.split('/');
    const board = profile.boards.find(({ id }) => id === boardId);
    const frame = board?.frames.find(({ id }) => id === frameId);
    const named = frameId !== undefined ? frame : boardId !== undefined ? board : profile.municipality;
    const kind = frameId !== undefined ? 'frame' : boardId !== undefined ? 'board' : 'municipality';
    const parent = unit.split('/').slice(0, -1).join('/');
    lines.add('units', 1, { unit, name: named?.name ?? unit.split('/').at(-1) ?? unit, kind, parent });
  }
}

/** The rows of a unit, and the parts of the file by leaf. */
interface Grid {
  readonly rows: readonly SieRow[];
  readonly parts: ReadonlyMap<string, readonly Part[]>;
}

function gridOf({ file, sie }: Given, parts: readonly Part[]): Grid {
  const labels = sie.lines === null ? null : objectLabels(file, sie.lines);
  const leaves = new Map<string, Leaf>();
  const sums = new Map<string, Sums>();
  const keys = new Map<string, string | null>();
  const keyOf = ({ account, lineObject }: Part): string | null => {
    const rule = ruleOf(sie, account);
    if (rule === null) return null;
    const object = lineObject === null ? OF_NO_OBJECT : (labels?.get(lineObject) ?? lineObject);
    const leaf = leafOf(file, sie, rule, account, labels === null ? null : object);
    leaves.set(leafKey(leaf), leaf);
    return leafKey(leaf);
  };
  const sorted = [...parts].sort((a, b) => compare(a.account, b.account));
  for (const part of sorted) {
    const of = `${part.account} ${part.lineObject ?? ''}`;
    let key = keys.get(of);
    if (key === undefined) keys.set(of, (key = keyOf(part)));
    if (key === null) continue;
    let own = sums.get(key);
    if (own === undefined) sums.set(key, (own = new Sums()));
    own.add(part);
  }
  const outermost = labels === null ? null : outermostOf([...leaves.values()], [...labels.values()]);
  const byLeaf = new Map([...sums].map(([key, own]) => [key, own.parts]));
  return { rows: rowsOf([...leaves.values()], outermost), parts: byLeaf };
}

/** Names of the objects of a dimension, with their number where several have one name. */
function objectLabels(file: SieFile, dimension: number): Map<string, string> {
  const objects = file.objects.filter((object) => object.dimension === dimension);
  const times = new Map<string, number>();
  for (const { name } of objects) times.set(labelOf(name), (times.get(labelOf(name)) ?? 0) + 1);
  const sorted = [...objects].sort((a, b) => compare(a.number, b.number));
  return new Map(
    sorted.map(({ number, name }) => {
      const label = labelOf(name);
      return [number, label === '' ? number : times.get(label) === 1 ? label : `${label} (${number})`];
    }),
  );
}

/** In the order of the objects' numbers; what has no object last. */
function outermostOf(leaves: readonly Leaf[], order: readonly string[]): string[] {
  const present = new Set(leaves.map(({ line }) => line[0] ?? ''));
  const unnamed = [...present]
    .filter((label) => !order.includes(label) && label !== OF_NO_OBJECT)
    .sort(compare);
  return [...order, ...unnamed, OF_NO_OBJECT].filter((label) => present.has(label));
}

interface TableGiven {
  readonly table: SieTable;
  readonly id: string;
  readonly unit: string;
  readonly grid: Grid;
  readonly place: number;
  readonly given: Given;
}

function addTable(lines: Lines, { table, id, unit, grid, place, given }: TableGiven): void {
  const { facts, sie } = given;
  lines.add('tables', 1, {
    table: id,
    document: facts.id,
    title: table.title,
    unit,
    area: sie.area,
    unitOfMeasure: 'kr',
    place: String(place),
    rank: String(table.rank),
  });
  for (const [index, column] of table.columns.entries()) {
    const { label, basis, edition, period } = column;
    const order = String(index + 1);
    lines.add('columns', 1, {
      table: id,
      order,
      column: label,
      role: 'reading',
      basis,
      edition,
      period,
      signs: SIGNS,
    });
    addEdition(lines, unit, sie.area, column, facts.id);
  }
  for (const [index, row] of grid.rows.entries()) {
    const parts = row.leaf === null ? [] : (grid.parts.get(row.leaf) ?? []);
    lines.add('rows', parts[0]?.line ?? 1, {
      table: id,
      order: String(index + 1),
      row: row.row.join(' > '),
      kind: row.kind,
      line: row.line.join(' > '),
      measure: row.measure,
      parts: row.parts.map((part) => part.join(' > ')).join(' | '),
      formula: row.formula,
    });
    if (row.leaf === null) continue;
    for (const column of table.columns) {
      const summed = parts.filter(column.sums);
      if (summed.length === 0 && !table.whole) continue;
      lines.add('cells', summed[0]?.line ?? parts[0]?.line ?? 1, {
        table: id,
        row: row.row.join(' > '),
        column: column.label,
        printed: printedSum(summed),
      });
    }
  }
}

function addEdition(lines: Lines, unit: string, area: string, column: SieColumn, document: string): void {
  const { basis, period, edition, order, editionLabel } = column;
  lines.addOnce('editions', 1, {
    unit,
    area,
    basis,
    period,
    edition,
    order: [...order, 0].join(';'),
    kind: 'full',
    // What the accounts are held against was decided; that it is in the file decides nothing.
    status: basis === 'budget' ? 'adopted' : '',
    label: editionLabel,
    document,
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Command } from 'commander';
import {
  everyItem,
  type DocumentAnswer,
  type EditionAnswer,
  type EditionsFilter,
  type Page,
  type PageRequest,
  type ReadLedger,
  type ReadOptions,
  type UnitAnswer,
} from '#projections';
import { csvLine } from '../csv.js';
import { globalsOf, type Globals } from '../globals.js';
import { ALIGNED_ROWS, batchesOf, jsonArray, writeAll } from '../pieces.js';
import type { Surroundings } from '../surroundings.js';
import { areaText, basisText } from '../terms.js';
import { list, type Column } from '../view-lists.js';
import { withLedger } from '../with-ledger.js';

/* What there is to ask about: units, editions, documents. */

const UNITS: readonly Column<UnitAnswer>[] = [
  { id: 'unit', label: 'Enhet', value: ({ unit }) => unit },
  { id: 'name', label: 'Namn', value: ({ name }) => name },
  { id: 'kind', label: '', value: ({ kind }) => kind, shown: () => '' },
  { id: 'parent', label: '', value: ({ parent }) => parent, shown: () => '' },
];

const STATUSES: Readonly<Record<string, string>> = {
  proposed: 'förslag',
  adopted: 'beslutad',
  forInformation: 'till kännedom',
};

const statusText = (status: string): string => STATUSES[status] ?? status;

const EDITIONS: readonly Column<EditionAnswer>[] = [
  { id: 'unit', label: 'Enhet', value: ({ unit }) => unit },
  { id: 'area', label: 'Område', value: ({ area }) => area, shown: areaText },
  { id: 'basis', label: 'Grund', value: ({ basis }) => basis, shown: basisText },
  { id: 'period', label: 'Period', value: ({ period }) => period },
  { id: 'edition', label: 'Utgåva', value: ({ edition }) => edition },
  { id: 'label', label: 'Rubrik', value: ({ label }) => label },
  { id: 'status', label: 'Status', value: ({ status }) => status, shown: statusText },
  {
    id: 'extent',
    label: '',
    value: ({ extent }) => extent,
    shown: (extent) => (extent === 'full' ? '' : 'ändrar'),
  },
  { id: 'known', label: '', value: ({ known }) => String(known), shown: () => '' },
  {
    id: 'open',
    label: '',
    value: ({ open }) => String(open),
    shown: (open) => (open === 'true' ? 'öppen' : ''),
  },
];

const DOCUMENTS: readonly Column<DocumentAnswer>[] = [
  { id: 'file', label: 'Fil', value: ({ file }) => file },
  { id: 'title', label: 'Titel', value: ({ title }) => title },
  { id: 'unit', label: 'Enhet', value: ({ unit }) => unit },
  { id: 'year', label: 'År', value: ({ year }) => (year === null ? null : String(year)) },
  { id: 'body', label: 'Beslutat av', value: ({ body }) => body },
  { id: 'date', label: 'Datum', value: ({ date }) => date },
  { id: 'paragraph', label: '§', value: ({ paragraph }) => paragraph },
  { id: 'dnr', label: 'Dnr', value: ({ dnr }) => dnr },
  { id: 'status', label: 'Status', value: ({ status }) => status, shown: statusText },
  { id: 'statusJudgedBy', label: '', value: ({ statusJudgedBy }) => statusJudgedBy, shown: () => '' },
  { id: 'note', label: '', value: ({ note }) => note, shown: () => '' },
  { id: 'sha256', label: '', value: ({ sha256 }) => sha256, shown: () => '' },
];

/** What a document does not say of itself stands below the list: it is too long for a column. */
const noteOf = ({ file, note }: DocumentAnswer): string => (note === null ? '' : `${file}: ${note}\n`);

interface Register<T> {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column<T>[];
  readonly below?: (item: T) => string;
}

/** A day after all others: the end of what is read when the list begins. */
const LATEST = '9999-12-31';

/** One page of the list is held at a time: it grows with the log. */
function* textOf<T>(register: Register<T>, items: Iterable<T>, form: Globals['form']): Generator<string> {
  const { name, title, columns, below = () => '' } = register;
  if (form === 'json') yield* jsonArray(items);
  else if (form === 'csv') {
    yield csvLine(columns.map(({ id }) => id));
    for (const item of items) yield csvLine(columns.map(({ value }) => value(item)));
  } else {
    for (const some of batchesOf(items, ALIGNED_ROWS)) {
      const notes = some.map(below).join('');
      yield `${list(name, title, some, columns).text()}${notes === '' ? '' : `\n${notes}`}`;
    }
  }
}

/** `liggaren units`, `liggaren editions`, `liggaren documents` */
export function addRegisters(program: Command, surroundings: Surroundings): void {
  const add = <T, Filter extends object>(
    description: string,
    register: Register<T>,
    pageOf: (reader: ReadLedger, filter: Filter, page: PageRequest, read: ReadOptions) => Page<T>,
  ): Command =>
    program
      .command(register.name)
      .description(description)
      .action(async (filter: Filter, self: Command) => {
        const { io } = surroundings;
        const { form, read, ledger } = globalsOf(self, io);
        let count = 0;
        await withLedger(surroundings, { ledger }, 'read', ({ reader }) => {
          // What is recorded meanwhile does not move the pages.
          const asOf = reader.positionOf(read.asOf ?? LATEST);
          const items = everyItem((page) => pageOf(reader, filter, page, { ...read, asOf }));
          writeAll(io, textOf(register, counting(items), form));
        });
        if (count === 0) io.err('nothing matches\n');

        function* counting(items: Iterable<T>): Generator<T> {
          for (const item of items) {
            count++;
            yield item;
          }
        }
      });
  add(
    'list the municipalities, boards and frames (enheter)',
    { name: 'units', title: 'Enheter', columns: UNITS },
    (reader, _filter, page, read) => reader.unitsPage(page, read),
  );
  add(
    'list the documents, who decided them and when (dokument)',
    { name: 'documents', title: 'Dokument', columns: DOCUMENTS, below: noteOf },
    (reader, _filter, page, read) => reader.documentsPage(page, read),
  );
  add(
    'list the editions that can be asked for, in line (utgåvor)',
    { name: 'editions', title: 'Utgåvor', columns: EDITIONS },
    (reader, filter: EditionsFilter, page, read) => reader.editionsPage(filter, page, read),
  )
    .option('--unit <unit>', 'only of this unit')
    .option('--year <year>', 'only of this year');
}

import type { Command } from 'commander';
import type { DocumentAnswer, EditionAnswer, ReadLedger, ReadOptions, UnitAnswer } from '#projections';
import { globalsOf } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { areaText, basisText } from '../terms.js';
import { list, type Column, type List } from '../view-lists.js';
import { json, withLedger } from '../with-ledger.js';

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

/** With what a document does not say of itself below the list: too long for a column. */
function documentsList(documents: readonly DocumentAnswer[]): List {
  const all = list('documents', 'Dokument', documents, DOCUMENTS);
  const notes = documents.flatMap(({ file, note }) => (note === null ? [] : [`${file}: ${note}\n`]));
  return { ...all, text: () => [all.text(), notes.join('')].filter((text) => text !== '').join('\n') };
}

/** `liggaren units`, `liggaren editions`, `liggaren documents` */
export function addRegisters(program: Command, surroundings: Surroundings): void {
  const add = <Filter extends object>(
    name: string,
    description: string,
    listOf: (reader: ReadLedger, filter: Filter, read: ReadOptions) => List,
  ): Command =>
    program
      .command(name)
      .description(description)
      .action(async (filter: Filter, self: Command) => {
        const { io } = surroundings;
        const { form, read, ledger } = globalsOf(self, io);
        const answer = await withLedger(surroundings, { ledger }, 'read', ({ reader }) =>
          listOf(reader, filter, read),
        );
        io.out({ json: () => json(answer.items), csv: answer.csv, text: answer.text }[form]());
        if (answer.items.length === 0) io.err('nothing matches\n');
      });
  add('units', 'list the municipalities, boards and frames (enheter)', (reader, _filter, read) =>
    list('units', 'Enheter', reader.units(read), UNITS),
  );
  add('documents', 'list the documents, who decided them and when (dokument)', (reader, _filter, read) =>
    documentsList(reader.documents(read)),
  );
  add<{ unit?: string; year?: string }>(
    'editions',
    'list the editions that can be asked for, in line (utgåvor)',
    (reader, filter, read) => list('editions', 'Utgåvor', reader.editions(filter, read), EDITIONS),
  )
    .option('--unit <unit>', 'only of this unit')
    .option('--year <year>', 'only of this year');
}

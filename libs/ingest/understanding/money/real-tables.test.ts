import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from '../../csv.js';
import type { FileName, PackageRecords } from '../../data-package/package.js';
import { readDocument } from '../../document/read-document.js';
import { readProfile } from '../../profile/read-profile.js';
import { understandDocument } from '../understand-document.js';

const DOCUMENTS = process.env['LIGGAREN_DOCUMENTS'] ?? '../shared/documents';
const MONEY = ['columns', 'rows', 'cells', 'layouts', 'editions'] as const;

/** What the published tables are read as by hand, and what they are read as here. */
it('the money tables of the published documents are what was entered by hand', async () => {
  if (!existsSync(DOCUMENTS)) {
    console.info(
      `Not compared: the documents are not in ${DOCUMENTS} (LIGGAREN_DOCUMENTS says where they are).`,
    );
    return;
  }
  const profiles = readdirSync('profiles')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readProfile(`profiles/${name}`, readFileSync(join('profiles', name), 'utf8')));
  const differences: string[] = [];
  for (const fileName of readdirSync(DOCUMENTS).filter((name) => name.endsWith('.txt'))) {
    const read = await readDocument(readFileSync(join(DOCUMENTS, fileName)), fileName);
    const { records, notUnderstood, facts } = understandDocument(read, profiles);
    for (const { message, hint } of notUnderstood) differences.push(`? ${message} ${hint}`);
    for (const file of MONEY) differences.push(...compare(file, facts?.id ?? '', records));
  }
  expect(differences).toEqual([]);
});

const AREAS = new Set(['operations', 'investment', 'land']);
const IGNORED = new Set(['note', 'unitOfMeasure', 'goal']);
/** Editions that a text mentions and no table has. */
const FROM_TEXT = /^(?:Prognos per april|Periodbudget)|med föreslagna ramändringar$/;

type Values = Readonly<Record<string, string>>;

function entered(file: FileName): readonly Values[] {
  return readCsv(`${file}.csv`, readFileSync(`data/${file}.csv`, 'utf8'), []).map(({ values }) => values);
}

/** Tables of money by id, with the title that they are compared under: ids follow the profile. */
function titles(tables: readonly Values[]): ReadonlyMap<string, string> {
  const money = tables.filter(({ area }) => AREAS.has(area ?? ''));
  return new Map(
    money.map(({ table, document, title }) => [table ?? '', `${document ?? ''}: ${title ?? ''}`]),
  );
}

function compare(file: (typeof MONEY)[number], document: string, records: PackageRecords): string[] {
  const read = (records[file] ?? []).map(({ values }) => values);
  const left = comparable(file, document, entered(file), titles(entered('tables')));
  const right = comparable(file, document, read, titles((records.tables ?? []).map(({ values }) => values)));
  return [
    ...left.filter((each) => !right.includes(each)).map((each) => `- ${file}: ${each}`),
    ...right.filter((each) => !left.includes(each)).map((each) => `+ ${file}: ${each}`),
  ];
}

function comparable(
  file: (typeof MONEY)[number],
  document: string,
  all: readonly Values[],
  known: ReadonlyMap<string, string>,
): string[] {
  if (file === 'editions') {
    return all
      .filter((values) => values['document'] === document && AREAS.has(values['area'] ?? ''))
      .filter(({ label = '' }) => !FROM_TEXT.test(label))
      .map(line);
  }
  return all.flatMap((values) => {
    const title = known.get(values['table'] ?? '');
    return title?.startsWith(`${document}: `) === true ? [line({ ...values, table: title })] : [];
  });
}

function line(values: Values): string {
  return Object.entries(values)
    .filter(([name, value]) => value !== '' && !IGNORED.has(name))
    .filter(([name]) => name !== 'measure' || values['role'] !== 'text')
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(' ; ');
}

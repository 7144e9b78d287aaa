import type { CsvRow } from '../csv.js';
import type { FileName, PackageRecords } from '../data-package/package.js';
import type { ReadDocument } from '../document/document.js';
import type { Profile } from '../profile/profile.js';
import type { TableInContext } from './context.js';
import type { DocumentFacts, JudgedFact } from './document-facts.js';
import { partyCountsText } from './participation.js';

/** Lines of a package for the document itself: the document, its units, its tables, and the names the profile knows. */
export function documentRecords(
  read: ReadDocument,
  facts: DocumentFacts,
  profile: Profile,
  tables: readonly TableInContext[],
): PackageRecords {
  const line = (values: Readonly<Record<string, string>>, at = 1): CsvRow => ({
    file: read.fileName,
    line: at,
    values,
  });
  return {
    documents: [line(documentValues(read, facts))],
    units: unitValues(facts, tables).map((values) => line(values)),
    tables: tables.map(({ table, context, place }) =>
      line(
        {
          table: context.table,
          document: context.document,
          title: context.title,
          unit: context.unit,
          area: context.area,
          unitOfMeasure: context.unitOfMeasure,
          place: String(place),
          rank: String(context.rules.rank ?? 1),
        },
        table.at.line,
      ),
    ),
    names: nameRecords(profile, tables),
  };
}

function documentValues(read: ReadDocument, facts: DocumentFacts): Record<string, string> {
  const { decision, participation, judged } = facts;
  const judgedStatus = judged.includes('status');
  return {
    document: facts.id,
    file: read.fileName,
    title: facts.title,
    municipality: facts.municipality.id,
    board: facts.unit,
    kind: facts.kind,
    year: String(facts.year),
    through: facts.through ?? '',
    dnr: decision.dnr,
    body: decision.body,
    date: decision.date,
    paragraph: decision.paragraph,
    validity: decision.validity,
    status: facts.status,
    statusBasis: judgedStatus ? 'judged' : 'stated',
    judgedBy: judgedStatus || judged.includes('date') ? facts.judgedBy : '',
    notParticipating: partyCountsText(participation.notParticipating),
    minutesNotes: partyCountsText(participation.notes),
    reservations: partyCountsText(participation.reservations),
    replaces: '',
    sha256: read.sha256,
    note: noteOf(facts),
  };
}

const JUDGED: Readonly<Record<JudgedFact, string>> = {
  title: 'titel (sammansatt)',
  board: 'nämnd',
  kind: 'dokumenttyp',
  year: 'år',
  through: 'månad',
  status: 'status',
  date: 'datum (skrivelsens; beslutsdagen anges inte)',
};

/** In Swedish, as it is shown: what the document does not state, and what is therefore judged. */
function noteOf({ decision, judged }: DocumentFacts): string {
  const missing = Object.entries({
    'beslutande organ': decision.body,
    datum: decision.date,
    paragraf: decision.paragraph,
    diarienummer: decision.dnr,
  }).flatMap(([name, value]) => (value === '' ? [name] : []));
  const parts = [
    ...(missing.length === 0 ? [] : [`Anges inte: ${missing.join(', ')}.`]),
    ...(judged.length === 0 ? [] : [`Bedömt: ${judged.map((fact) => JUDGED[fact]).join(', ')}.`]),
  ];
  return parts.join(' ');
}

function unitValues(
  { municipality, board, unit }: DocumentFacts,
  tables: readonly TableInContext[],
): Record<string, string>[] {
  const frames = new Map(tables.flatMap(({ frame }) => (frame === null ? [] : [[frame.id, frame.name]])));
  return [
    { unit: municipality.id, name: municipality.name, kind: 'municipality', parent: '' },
    { unit, name: board.name, kind: 'board', parent: municipality.id },
    ...[...frames].map(([id, name]) => ({ unit: `${unit}/${id}`, name, kind: 'frame', parent: unit })),
  ];
}

/** Only of what the document has a table of: a name is nothing to a ledger that never heard of its unit. */
function nameRecords({ file, names }: Profile, tables: readonly TableInContext[]): CsvRow[] {
  const known = new Set(tables.map(({ context: { unit, area } }) => `${unit}|${area}`));
  return names
    .filter(({ unit, area }) => known.has(`${unit}|${area}`))
    .map(({ kind, unit, area, line, sameAs, judgedBy, note, at }) => ({
      file,
      line: at,
      values: {
        kind,
        unit,
        area,
        line,
        sameAs,
        basis: judgedBy === '' ? 'stated' : 'judged',
        judgedBy,
        note,
      },
    }));
}

/**
 * The lines of several, in their order. A line that says the same as one before is left out: several tables mention one
 * edition or sign profile, and an edition is called as the first of them calls it.
 */
export function joinRecords(all: readonly PackageRecords[]): PackageRecords {
  const joined: Partial<Record<FileName, CsvRow[]>> = {};
  const seen = new Set<string>();
  for (const records of all) {
    for (const [file, rows] of Object.entries(records) as [FileName, readonly CsvRow[]][]) {
      const lines = (joined[file] ??= []);
      for (const row of rows) {
        const key = `${file}\u001f${saysWhat(file, row)}`;
        if (seen.has(key)) continue;
        seen.add(key);
        lines.push(row);
      }
    }
  }
  return joined;
}

function saysWhat(file: FileName, { values }: CsvRow): string {
  return Object.entries(values)
    .filter(([name, value]) => value !== '' && !(file === 'editions' && name === 'label'))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\u001f');
}

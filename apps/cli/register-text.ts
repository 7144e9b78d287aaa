import type { ChangedEntry, Conflict, Registered } from '../shared/registering/register.js';
import { alignColumns } from './columns.js';
import { swedish } from './numbers.js';
import type { RegisterCommand } from '../shared/registering/commands.js';

/** What became of it, as a person reads it. */
export function registeredText({ outcome, events, stream, revision, position }: Registered): string {
  if (outcome === 'nothingToRecord') return `nothing to register: it holds already (${stream})\n`;
  const what = outcome === 'recorded' ? 'registered' : 'registered before, under the same key';
  return [
    ...events.flatMap(({ id, type, entries }) => [
      `${what}: ${type} ${id}`,
      ...entries.map((entry) => `  entry ${entry}`),
    ]),
    `  at ${position ?? ''}, revision ${revision ?? ''} of ${stream}`,
    '',
  ].join('\n');
}

/** What somebody else changed, event by event. */
export function sinceText({ since, sinceLeftOut }: Conflict): string {
  const leftOut = sinceLeftOut === 0 ? [] : [`${sinceLeftOut} earlier are left out; the latest:`];
  const told = since.flatMap(({ type, actor, recordedAt, reason, entries, revision }) => [
    `${recordedAt} ${actor ?? ''}: ${type} (revision ${revision})${reason === null ? '' : `: ${reason}`}`,
    ...entries.map((entry) => `  ${entryText(entry)}`),
  ]);
  return [...leftOut, ...told].map((line) => `  ${line}\n`).join('');
}

function entryText({ reading, unitOfMeasure, was, is, cause, id }: ChangedEntry): string {
  const line = reading.line.length === 0 ? 'Totalt' : reading.line.join(' > ');
  const amount = (value: string): string => `${swedish(value)} ${unitOfMeasure}`;
  const said =
    is === null
      ? was === null
        ? 'not stated'
        : `${amount(was)} → withdrawn`
      : `${was === null ? '' : `${swedish(was)} → `}${amount(is)}`;
  const why = cause === null ? '' : ` (${cause})`;
  return `${line}, ${reading.measure}, ${reading.basis} ${reading.edition}: ${said}${why} [${id}]`;
}

export function commandsText(commands: readonly RegisterCommand[]): string {
  const rows = commands.map(({ name, description }) => [
    kebab(name),
    description.replace(/^Register: /, '').replaceAll('*', ''),
  ]);
  const left = { align: 'left' } as const;
  return alignColumns(rows, [left, left])
    .map((line) => `${line}\n`)
    .join('');
}

/** `ChangeBudget` as it is typed: `change-budget`. */
export function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

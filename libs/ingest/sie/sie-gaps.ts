import type { Profile } from '../profile/profile.js';
import type { NotUnderstood } from '../understanding/table-kind.js';
import type { Part } from './allocate.js';
import type { SieFile } from './sie-file.js';
import { isWithin, type SieProfile } from './sie-profile.js';

/** What of a SIE file is not understood, each with what to do about it. */
export function notUnderstoodOf(
  file: SieFile,
  sie: SieProfile,
  parts: readonly Part[],
  profile: Profile,
): NotUnderstood[] {
  const unknown = unknownAccounts(file, sie, profile);
  return [
    ...currency(file),
    ...years(file, parts),
    ...unknown,
    ...unknownUnits(file, sie, parts, profile),
    ...(parts.length === 0 && unknown.length === 0 ? [noFigures(file)] : []),
  ];
}

function currency({ fileName, currency: used }: SieFile): NotUnderstood[] {
  if (used === 'SEK') return [];
  const message = `${fileName}: the amounts are in ${used}`;
  const hint = 'Figures are kept in kronor: export the file in SEK.';
  return [{ code: 'SIE_CURRENCY', place: { file: fileName, field: '#VALUTA' }, message, hint }];
}

/** Every year that has amounts is declared, and is a calendar year, as those of municipalities are by law. */
function years(file: SieFile, parts: readonly Part[]): NotUnderstood[] {
  const used = new Map<number, Part>();
  for (const part of parts) if (!used.has(part.year)) used.set(part.year, part);
  return [...used.values()].flatMap(({ year, line }): NotUnderstood[] => {
    const declared = file.years.get(year);
    const place = { file: file.fileName, line: declared?.line ?? line, field: '#RAR' };
    if (declared === undefined) {
      const message = `${file.fileName} line ${line}: year ${year} has amounts, and no #RAR says which year it is`;
      return [
        { code: 'SIE_YEAR_UNKNOWN', place, message, hint: `Add #RAR ${year} with its first and last day.` },
      ];
    }
    const calendar = declared.from.endsWith('-01-01') && declared.to === `${declared.from.slice(0, 4)}-12-31`;
    if (calendar) return outside(file, parts, year, declared.from.slice(0, 4));
    const message = `${file.fileName} line ${declared.line}: ${declared.from} to ${declared.to} is no calendar year`;
    return [
      {
        code: 'SIE_YEAR_UNKNOWN',
        place,
        message,
        hint: 'The financial year of a municipality is the calendar year.',
      },
    ];
  });
}

function outside(file: SieFile, parts: readonly Part[], year: number, calendar: string): NotUnderstood[] {
  const part = parts.find(
    (p) => p.year === year && p.period !== null && !p.period.startsWith(`${calendar}-`),
  );
  if (part === undefined) return [];
  const message = `${file.fileName} line ${part.line}: ${part.period ?? ''} is not in year ${year}, which is ${calendar}`;
  const place = { file: file.fileName, line: part.line, field: `#${part.label}` };
  return [
    {
      code: 'SIE_YEAR_UNKNOWN',
      place,
      message,
      hint: 'Number the year as #RAR does, or export the file again.',
    },
  ];
}

/** Accounts of results that no rule has: balance accounts (classes 1 and 2, kinds T and S) are none. */
function unknownAccounts(file: SieFile, sie: SieProfile, profile: Profile): NotUnderstood[] {
  const first = new Map<string, { line: number; label: string }>();
  const ruled = new Set<string>();
  for (const { label, account, amount, line } of file.amounts) {
    if (label !== 'PSALDO' && label !== 'PBUDGET' && label !== 'RES') continue;
    if (amount === 0n || first.has(account) || ruled.has(account)) continue;
    if (sie.accounts.some((rule) => isWithin(account, rule))) {
      ruled.add(account);
      continue;
    }
    const type = file.accounts.get(account)?.type;
    if (/^[12]/.test(account) || type === 'T' || type === 'S') continue;
    first.set(account, { line, label });
  }
  return [...first].map(([account, { line, label }]) => ({
    code: 'SIE_ACCOUNT_UNKNOWN',
    place: { file: file.fileName, line, field: `#${label}` },
    message: `${file.fileName} line ${line}: what account ${account} ${file.accounts.get(account)?.name ?? ''} is, is not known`,
    hint: `Write in ${profile.file}, section sie, under accounts: { accounts: ${account.slice(0, 2)}, measure: cost, line: … } (or revenue, financial, none).`,
  }));
}

/** Where units are told by objects and nothing says whose the rest is. */
function unknownUnits(
  file: SieFile,
  sie: SieProfile,
  parts: readonly Part[],
  profile: Profile,
): NotUnderstood[] {
  const { units } = sie;
  if (units === null || sie.unit !== '') return [];
  const first = new Map<string, Part>();
  for (const part of parts) {
    const object = part.unitObject ?? '';
    if (units.objects.some((rule) => object !== '' && isWithin(object, rule)) || first.has(object)) continue;
    first.set(object, part);
  }
  return [...first].map(([object, { line, label }]) => ({
    code: 'SIE_UNIT_UNKNOWN',
    place: { file: file.fileName, line, field: `#${label}` },
    message: `${file.fileName} line ${line}: which unit ${object === '' ? 'an amount without an object' : `object ${object} of dimension ${units.dimension}`} is of, is not known`,
    hint: `Write in ${profile.file}, section sie, units.objects: '${object || '10-19'}': ks/…; or unit: for all that is not named.`,
  }));
}

function noFigures(file: SieFile): NotUnderstood {
  const { vouchers } = file.skipped;
  return {
    code: 'SIE_NO_FIGURES',
    place: { file: file.fileName },
    message: `${file.fileName} has no result of accounts${vouchers > 0 ? `, only ${vouchers} vouchers` : ''}`,
    hint: 'Export type 3 or 4 with period balances (#PSALDO), or at least the result of the year (#RES).',
  };
}

import { Decimal } from 'decimal.js';
import { dayText, isDaySection, type ShownNumber } from './xlsx-day.js';

/*
 * Numbers as a workbook in Swedish shows them (ECMA-376 part 1, 18.8.30 and 18.8.31). A file does not say in which
 * language it is shown, and what we read is Swedish: groups by a space, a decimal comma, months by Swedish names.
 * Formats for fractions and powers of ten show the number itself.
 */

/** Excel keeps and shows 15 significant digits; more than that is how the binary number was written out. */
const DIGITS_KEPT = 15;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** Formats that are known by their number alone (18.8.30), the days as in Swedish. */
const BUILT_IN: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  5: '#,##0\\ "kr";-#,##0\\ "kr"',
  6: '#,##0\\ "kr";[Red]-#,##0\\ "kr"',
  7: '#,##0.00\\ "kr";-#,##0.00\\ "kr"',
  8: '#,##0.00\\ "kr";[Red]-#,##0.00\\ "kr"',
  9: '0%',
  10: '0.00%',
  14: 'yyyy-mm-dd',
  15: 'dd-mmm-yy',
  16: 'dd-mmm',
  17: 'mmm-yy',
  18: 'hh:mm AM/PM',
  19: 'hh:mm:ss AM/PM',
  20: 'hh:mm',
  21: 'hh:mm:ss',
  22: 'yyyy-mm-dd hh:mm',
  37: '#,##0;-#,##0',
  38: '#,##0;[Red]-#,##0',
  39: '#,##0.00;-#,##0.00',
  40: '#,##0.00;[Red]-#,##0.00',
  41: '#,##0;-#,##0;"-"',
  42: '#,##0\\ "kr";-#,##0\\ "kr";"-"\\ "kr"',
  43: '#,##0.00;-#,##0.00;"-"',
  44: '#,##0.00\\ "kr";-#,##0.00\\ "kr";"-"\\ "kr"',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss',
  49: '@',
};

export function builtInFormat(id: number): string {
  return BUILT_IN[id] ?? 'General';
}

/** A number as the file stores it, or null where it is none. */
export function storedNumber(stored: string): Decimal | null {
  return NUMBER.test(stored) ? new Decimal(stored).toSignificantDigits(DIGITS_KEPT) : null;
}

/** `since1904`: days are counted from 1904, as workbooks that began on a Macintosh do. */
export function shownNumber(value: Decimal, format: string, since1904: boolean): ShownNumber {
  const section = sectionFor(value, sectionsOf(format));
  if (section === undefined || /^\s*general\s*$/i.test(section.code.replaceAll(BRACKETS, ''))) {
    return { text: plain(value) };
  }
  if (isDaySection(section.code)) {
    const day = dayText(value, section.code, since1904);
    return day ?? { text: plain(value) };
  }
  const tokens = tokensOf(section.code);
  if (tokens.some(({ kind }) => kind === 'other')) return { text: plain(value) };
  return digits(value, tokens, section.signed);
}

interface Section {
  readonly code: string;
  /** The number keeps its own minus sign; a section for negative numbers writes what it wants. */
  readonly signed: boolean;
}

const BRACKETS = /\[[^\]]*\]/g;
const CONDITION = /\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]/;

/** Split at the semicolons that are no text. */
function sectionsOf(format: string): string[] {
  return format.match(/(?:"[^"]*"?|\\.|[_*].|\[[^\]]*\]?|[^;"\\_*[])+|(?<=^|;)(?=;|$)/gs) ?? [''];
}

function sectionFor(value: Decimal, sections: readonly string[]): Section | undefined {
  const numbers = sections.slice(0, 3);
  const conditional = numbers.findIndex((code) => CONDITION.test(code));
  if (conditional >= 0) {
    const code = numbers.find((section) => meets(value, section)) ?? sections.at(-1) ?? 'General';
    return { code, signed: true };
  }
  const [first = '', second, third] = numbers;
  if (value.isZero() && third !== undefined) return { code: third, signed: false };
  if (value.isNegative() && !value.isZero() && second !== undefined) return { code: second, signed: false };
  return { code: first, signed: true };
}

function meets(value: Decimal, section: string): boolean {
  const [, sign, limit] = CONDITION.exec(section) ?? [];
  if (sign === undefined || limit === undefined) return true;
  const order = value.comparedTo(limit);
  if (sign === '<>') return order !== 0;
  return (
    (sign.includes('=') && order === 0) ||
    (sign.includes('<') && order < 0) ||
    (sign.includes('>') && order > 0)
  );
}

interface Token {
  readonly kind: 'text' | 'digit' | 'point' | 'comma' | 'percent' | 'other';
  readonly text: string;
}

const TOKEN =
  /"([^"]*)"?|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|([0#?])|(\.)|(,)|(%)|(E[+-]|\/(?=\s*[0-9#?])|@)|(.)/gs;

function tokensOf(code: string): Token[] {
  return [...code.matchAll(TOKEN)].map((match): Token => {
    const [whole, quoted, escaped, currency, digit, point, comma, percent, other, plainText] = match;
    if (digit !== undefined) return { kind: 'digit', text: digit };
    if (point !== undefined) return { kind: 'point', text: ',' };
    if (comma !== undefined) return { kind: 'comma', text: '' };
    if (percent !== undefined) return { kind: 'percent', text: '%' };
    if (other !== undefined) return { kind: 'other', text: other };
    const space = whole.startsWith('_') ? ' ' : undefined;
    return { kind: 'text', text: quoted ?? escaped ?? currency ?? plainText ?? space ?? '' };
  });
}

interface Shape {
  readonly tokens: readonly Token[];
  /** Of the decimal point; -1 where there is none. */
  readonly point: number;
  /** Of the last digit before the point. */
  readonly whole: number;
}

function digits(value: Decimal, tokens: readonly Token[], signed: boolean): ShownNumber {
  const kinds = tokens.map(({ kind }) => kind);
  if (!kinds.includes('digit')) {
    const text = textOf(tokens).trim();
    return value.isZero() ? { text } : { text, exact: plain(value) };
  }
  const point = kinds.indexOf('point');
  const whole = kinds.lastIndexOf('digit', point < 0 ? kinds.length : point);
  const scaled = value.abs().times(new Decimal(10).pow(powerOf(kinds, whole, point)));
  const places = point < 0 ? 0 : kinds.filter((kind, at) => kind === 'digit' && at > point).length;
  const shape = { tokens, point, whole };
  const sign = (text: string): string =>
    signed && value.isNegative() && /[1-9]/.test(text) ? `-${text}` : text;
  const text = sign(layOut(scaled, places, shape));
  if (scaled.decimalPlaces() <= places) return { text };
  return { text, exact: sign(layOut(scaled, scaled.decimalPlaces(), shape)) };
}

/** A percent sign shows hundreds; each comma right after the last digit shows thousands. */
function powerOf(kinds: readonly Token['kind'][], whole: number, point: number): number {
  const percents = kinds.filter((kind) => kind === 'percent').length;
  const last = point < 0 ? whole : Math.max(kinds.lastIndexOf('digit'), point);
  let thousands = 0;
  for (const end of new Set([whole, last])) {
    for (let at = end + 1; kinds[at] === 'comma'; at += 1) thousands += 1;
  }
  return 2 * percents - 3 * thousands;
}

/** Digits into their places, from the decimal point outwards; what has no place of its own goes before the first. */
function layOut(scaled: Decimal, decimals: number, { tokens, point, whole }: Shape): string {
  const [digitsBefore = '0', fraction = ''] = scaled.toFixed(decimals, Decimal.ROUND_HALF_UP).split('.');
  const before = wholePart(
    digitsBefore === '0' ? '' : digitsBefore,
    tokens.slice(0, whole + 1),
    grouped(tokens, whole),
  );
  const after =
    point < 0
      ? `${fraction === '' ? '' : `,${fraction}`}${textOf(tokens.slice(whole + 1))}`
      : `${textOf(tokens.slice(whole + 1, point))}${fractionPart(fraction, tokens.slice(point))}`;
  return `${before}${after}`.trim();
}

/** Commas within the whole part make groups. */
function grouped(tokens: readonly Token[], whole: number): boolean {
  return tokens.slice(0, whole).some(({ kind }) => kind === 'comma');
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('');
}

function wholePart(whole: string, tokens: readonly Token[], grouped: boolean): string {
  const first = tokens.findIndex(({ kind }) => kind === 'digit');
  let left = whole;
  let count = 0;
  let text = '';
  const put = (digit: string): void => {
    text = grouped && count > 0 && count % 3 === 0 ? `${digit} ${text}` : `${digit}${text}`;
    count += 1;
  };
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token === undefined) continue;
    if (token.kind !== 'digit') {
      text = `${token.text}${text}`;
      continue;
    }
    if (left !== '') put(left.slice(-1));
    else if (token.text === '0') put('0');
    left = left.slice(0, -1);
    if (at === first) for (const digit of [...left].reverse()) put(digit);
  }
  return text;
}

/** `#` drops zeros at the end, `0` and what stands before it keeps them. */
function fractionPart(fraction: string, tokens: readonly Token[]): string {
  const places = tokens.filter(({ kind }) => kind === 'digit');
  const least = places.findLastIndex(({ text }) => text === '0') + 1;
  let shown = fraction;
  while (shown.length > least && shown.endsWith('0')) shown = shown.slice(0, -1);
  let rest = shown;
  let placed = 0;
  const lastPlace = tokens.findLastIndex(({ kind }) => kind === 'digit');
  const parts = tokens.map(({ kind, text }, at) => {
    if (kind !== 'digit') return text;
    placed += 1;
    const digit = at === lastPlace ? rest : rest.slice(0, 1);
    rest = rest.slice(digit.length);
    return digit;
  });
  return placed === 0 && shown !== '' ? `,${shown}${parts.slice(1).join('')}` : parts.join('');
}

/** All its digits, as a Swedish sheet shows a number without a format. */
export function plain(value: Decimal): string {
  return value.toFixed().replace('.', ',');
}

import { plainText } from '../words.js';
import { oneLetterApart } from './heading-words.js';

/** Measures of money tables, in the order in which tables print them. */
export type MoneyMeasure =
  | 'revenue'
  | 'cost'
  | 'outlay'
  | 'sale'
  | 'contribution'
  | 'net'
  | 'grant'
  | 'financial'
  | 'result'
  | 'accumulated-result'
  | 'net-investment';

/** What the label of a row says by itself. */
export interface RowWords {
  /** The quantity that the label names, null where it names a line. */
  readonly measure: MoneyMeasure | null;
  /** The label is nothing else: `Verksamhetens kostnader`, and not `Personalkostnader`. */
  readonly whole: boolean;
  /** It says that it sums: `Summa`, `Totala utgifter`. */
  readonly total: boolean;
  /** `Summa` and nothing more. */
  readonly bare: boolean;
  readonly buffer: boolean;
  /** A part of the row above that is shown beside it (*därav*, *varav*). */
  readonly ofWhich: boolean;
}

const TOTAL = /^(?:delsumma|totalsumma|slutsumma|summering|summa|sum|totalt?|totala|s:a)(?=$|[\s:])/;
const OF_WHICH = /^(?:- ?)?(?:varav|därav)\s+/;
/** Whose it is changes nothing. */
const MODIFIERS =
  /^(?:verksamhetens|verksamhets|nämndens|förvaltningens|årets|periodens|total|totala|samtliga)\s+/;

const WHOLE: readonly (readonly [MoneyMeasure, RegExp])[] = [
  ['net-investment', /^netto(?:investering(?:ar(?:na)?)?|utgift(?:er)?)$/],
  [
    'accumulated-result',
    /^(?:ack|ackumulera[dt]|akkumulera[dt]|balanserat)\.? (?:resultat|överskott|underskott)$/,
  ],
  ['result', /^(?:resultat(?:et)?|över-? ?(?:\/|och|eller) ?underskott|budgetavvikelse|avvikelse)(?:\s.+)?$/],
  ['grant', /^(?:kommunbidrag(?:et)?|budgetram|ramanslag|skattemedel|kommunersättning)(?:\s.+)?$/],
  ['financial', /^(?:finansnetto(?:t)?|finansiella poster|finansiella intäkter och kostnader)$/],
  [
    'net',
    /^(?:netto|nettokostnad(?:en|er|erna)?|nettointäkt(?:er)?|driftnetto|verksamhetsnetto|nettoresultat)(?: exploatering)?$/,
  ],
  ['revenue', /^(?:(?:verksamhets|drifts?)?intäkt(?:en|er|erna)?|bruttointäkt(?:er)?)$/],
  ['cost', /^(?:(?:verksamhets|drifts?)?kostnad(?:en|er|erna)?|bruttokostnad(?:er)?)$/],
  [
    'outlay',
    /^(?:(?:investerings)?utgift(?:en|er|erna)?|bruttoutgift(?:er)?|bruttoinvestering(?:ar)?|investering(?:ar(?:na)?)?)$/,
  ],
  [
    'sale',
    /^(?:försäljning(?:en|ar|s?intäkt(?:er)?|s?inkomst(?:er)?)?|intäkt(?:er)? (?:av |från )?försäljning(?:ar)?|tomtförsäljning(?:ar)?)$/,
  ],
  [
    'contribution',
    /^(?:exploateringsbidrag(?:et)?|exploateringsersättning(?:ar)?|gatukostnadsersättning(?:ar)?|investeringsbidrag|investeringsinkomst(?:er)?|inkomst(?:er)?)$/,
  ],
];

/** What a label begins with that goes on to name a line: `Utgift anläggningstillgångar`, `Försäljning av tomter`. */
const BEGINS: readonly (readonly [MoneyMeasure, RegExp])[] = [
  ['sale', /^(?:försäljning(?:s?intäkt(?:er)?)?|intäkt(?:er)? försäljning)\s/],
  ['outlay', /^utgift(?:er)?\s/],
  ['contribution', /^(?:exploateringsbidrag|gatukostnadsersättning(?:ar)?|investeringsbidrag)\s/],
  ['revenue', /^intäkt(?:er)?\s/],
  ['cost', /^kostnad(?:er)?\s/],
];

const MISPRINTED = [
  'utgift',
  'utgifter',
  'intäkt',
  'intäkter',
  'kostnad',
  'kostnader',
  'nettokostnad',
  'kommunbidrag',
];

export function rowWords(label: string): RowWords {
  const plain = labelText(label).toLowerCase();
  const ofWhich = OF_WHICH.test(plain);
  const total = TOTAL.test(plain);
  const rest = correctedStart(plain.replace(TOTAL, '').replace(/^:/, '').trim());
  const own = rest.replace(MODIFIERS, '').trim();
  const whole = WHOLE.find(([, pattern]) => pattern.test(own))?.[0] ?? null;
  const begins = whole === null ? (BEGINS.find(([, pattern]) => pattern.test(own))?.[0] ?? null) : null;
  return {
    measure: ofWhich ? null : (whole ?? begins),
    whole: whole !== null && !ofWhich,
    // `Totala utgifter`: the total word may be a part of what it sums.
    total,
    bare: total && rest === '',
    buffer: own.startsWith('buffert'),
    ofWhich,
  };
}

/** As a line is called: without what stands in parentheses at its end, and without a colon. */
export function labelText(label: string): string {
  return plainText(label)
    .replace(/\s*\([^()]*\)$/, '')
    .replace(/[:*]+$/, '')
    .trim();
}

/** `Ugift anläggningstillgångar` begins with a misprint of a word that tables are made of. */
function correctedStart(text: string): string {
  const [first = '', ...rest] = text.split(' ');
  if (MISPRINTED.includes(first)) return text;
  const meant = MISPRINTED.find((word) => oneLetterApart(first, word));
  return meant === undefined ? text : [meant, ...rest].join(' ');
}

/** Of a line's name: `Personalkostnader` is a cost, `Taxor och avgifter` a revenue. */
export function measureOfLine(label: string): 'revenue' | 'cost' | null {
  const plain = labelText(label).toLowerCase();
  if (/kostnad|köp|hyror$|hyra$|personal|avskrivning|material|tjänster|löne|löner|lokal/.test(plain))
    return 'cost';
  if (/intäkt|avgift|bidrag|försäljning|ersättning|taxor|arrende|uthyrning/.test(plain)) return 'revenue';
  return null;
}

import { findUnitOfMeasure, type UnitOfMeasure } from '#amount';
import { plainText } from '../words.js';

/** What a word of a column heading stands for. */
export type Concept =
  | 'budget'
  | 'periodBudget'
  | 'plan'
  | 'forecast'
  | 'outcome'
  | 'yearEnd'
  | 'interim'
  | 'approved'
  | 'projectTotal'
  | 'amount'
  | 'extension'
  | 'target'
  | 'deviation'
  | 'budgetDeviation'
  | 'forecastDeviation'
  | 'change'
  | 'fullYear'
  | 'period'
  | 'total'
  | 'preliminary'
  | 'previous'
  | 'through'
  | 'against'
  | 'percent'
  | 'text'
  | 'status'
  | 'score'
  | 'said';

export type Token =
  | { readonly kind: 'word'; readonly concept: Concept; readonly text: string }
  /** `2021`, and `2021:2` with its number. */
  | { readonly kind: 'year'; readonly year: number; readonly number?: number }
  | { readonly kind: 'month'; readonly month: number }
  /** `T1`, `tertial 2`. */
  | { readonly kind: 'tertial'; readonly tertial: number }
  | { readonly kind: 'quarter'; readonly quarter: number }
  | { readonly kind: 'unit'; readonly unit: UnitOfMeasure }
  | { readonly kind: 'slash' }
  | { readonly kind: 'dash' }
  | { readonly kind: 'unknown'; readonly text: string };

const WORDS: readonly (readonly [Concept, RegExp])[] = [
  ['periodBudget', /^(?:periodbudget|delårsbudget|periodiserad)(?:en)?$/],
  [
    'budget',
    /^(?:(?:års|helårs|drifts?|investerings|intern|detalj|nämnds?|kommun|ram)?budget(?:en|erat|erad|erade)?|(?:budget)?ram(?:en)?|anslag(?:et)?)$/,
  ],
  ['plan', /^(?:(?:flerårs|investerings|budget)?plan(?:en|år|erat)?)$/],
  ['forecast', /^(?:(?:helårs|års|slut|ny|senaste)?prognos(?:en|ticerat)?|prog)$/],
  ['yearEnd', /^(?:(?:års)?bokslut(?:et)?|(?:års|helårs)utfall(?:et)?|årsresultat)$/],
  ['interim', /^(?:delårsbokslut(?:et)?|delårs?utfall|delår|delårsrapport(?:en)?|delårsresultat)$/],
  [
    'outcome',
    /^(?:(?:period|projekt)?utfall(?:et)?|redovis(?:at|ad|ade|ning)|verkligt|nedlagt|nedlagda|upparbetat|upparbetad|förbrukat)$/,
  ],
  ['approved', /^(?:godkän[dt]a?|bevilja(?:d|t|de))$/],
  ['projectTotal', /^(?:(?:projekt|total)(?:budget|kalkyl|ram)(?:en)?|kalkyl|totalutgift)$/],
  [
    'amount',
    /^(?:(?:projekt|investerings|total)?(?:utgift|inkomst)(?:en|er|erna)?|intäkt(?:en|er|erna)?|kostnad(?:en|er|erna)?|försäljning(?:en|ar)?|belopp(?:et)?)$/,
  ],
  ['extension', /^(?:utök(?:ning|ad|at|ade)|tilläggs?(?:anslag|budget)?)$/],
  ['target', /^(?:mål|målvärde|måltal|målnivå|börvärde)$/],
  ['budgetDeviation', /^budgetavvikelse(?:n)?$/],
  ['forecastDeviation', /^prognosavvikelse(?:n)?$/],
  ['deviation', /^(?:avvikelse(?:n)?|avv|avvik|över\/underskott)$/],
  [
    'change',
    /^(?:förändring(?:en|ar)?|förändr|förändrat|ändring(?:en|ar)?|diff|differens(?:en)?|skillnad(?:en)?)$/,
  ],
  ['fullYear', /^(?:helårs?|hela|år|året|årets|årlig)$/],
  ['period', /^(?:period(?:en|ens)?|ack|ackumulera[dt]|ackumulerade|hittills|månad(?:er)?|mån)$/],
  ['total', /^(?:totalt?|totala|summa)$/],
  ['preliminary', /^(?:prel|preliminär(?:t|a)?)$/],
  ['previous', /^(?:föregående|fg|föreg|fjolårets|motsvarande|samma)$/],
  ['through', /^(?:tom|per|till|och|med|t\.o\.m)$/],
  ['against', /^(?:mot|jmf|jfr|jämfört|jämförelse|jämf|vs|minus|gentemot|från)$/],
  ['percent', /^(?:%|procent|procentuell|pct)$/],
  ['status', /^(?:(?:projekt)?status(?:kod)?)$/],
  [
    'text',
    /^(?:kommentar(?:er)?|anmärkning(?:ar)?|anm|analys|ansvarig|beskrivning|not|projektnummer|projektnr|nr)$/,
  ],
  ['score', /^(?:riskvärde|sannolikhet|konsekvens|väsentlighet|riskpoäng)$/],
  // Says who decided it or in what state, not which reading it is.
  [
    'said',
    /^(?:beslutad|beslutat|antagen|fastställd|fastställt|förslag|enligt|för|av|i|kf|ks|nämnd(?:en|ens)?|nuvarande|aktuell|beräkna[dt]|beräknade|utfallsprognos|st)$/,
  ],
];

/** What may be misprinted by one letter and still be known. */
const LONG_WORDS: readonly (readonly [string, Concept])[] = [
  ['budget', 'budget'],
  ['prognos', 'forecast'],
  ['utfall', 'outcome'],
  ['bokslut', 'yearEnd'],
  ['delårsbokslut', 'interim'],
  ['godkänd', 'approved'],
  ['utgift', 'amount'],
  ['intäkt', 'amount'],
  ['utökning', 'extension'],
  ['avvikelse', 'deviation'],
  ['förändring', 'change'],
  ['projektstatus', 'status'],
];

const MONTHS = [
  /^jan(?:uari)?$/,
  /^feb(?:r|ruari)?$/,
  /^mar(?:s)?$/,
  /^apr(?:il)?$/,
  /^maj$/,
  /^juni?$/,
  /^juli?$/,
  /^aug(?:usti)?$/,
  /^sept?(?:ember)?$/,
  /^okt(?:ober)?$/,
  /^nov(?:ember)?$/,
  /^dec(?:ember)?$/,
];

/** The heading as it was meant: words that a line break or a space took apart are whole again. */
export function repairedHeading(heading: string): string {
  let text = plainText(heading).replaceAll('\u00ad', '');
  const gaps = /(\p{L}+)(?:-? | ?- ?)(?=(\p{L}+))/gu;
  for (let found = gaps.exec(text); found !== null; found = gaps.exec(text)) {
    const [gap, left = '', right = ''] = found;
    const whole = isWord(left) && isWord(right);
    if (!whole && isWord(left + right)) {
      text = text.slice(0, found.index) + left + text.slice(found.index + gap.length);
      gaps.lastIndex = found.index;
    }
  }
  return text.replaceAll(/(?<!\d)(19|20) (\d\d)(?![\d ])/g, '$1$2');
}

function isWord(word: string): boolean {
  return conceptOf(word.toLowerCase(), false) !== null || monthOf(word.toLowerCase()) !== null;
}

/** The words of a heading, with what each stands for. */
export function tokensOf(heading: string): Token[] {
  const text = repairedHeading(heading)
    .toLowerCase()
    .replaceAll(/\bt ?\. ?o ?\. ?m\b\.?|\bt o m\b|\btill och med\b/g, ' tom ')
    .replaceAll(/\bfr ?\. ?o ?\. ?m\b\.?|\bfr o m\b/g, ' från ');
  const tokens: Token[] = [];
  for (const { 0: piece } of text.matchAll(PIECES)) {
    const [, year, month] = /^(\d{4})[-/]?(\d\d)$/.exec(piece) ?? [];
    if (year === undefined) tokens.push(tokenOf(piece));
    else tokens.push({ kind: 'year', year: Number(year) }, { kind: 'month', month: Number(month) });
  }
  return tokens;
}

const PIECES =
  /(?:19|20)\d\d:\d{1,2}|(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])(?!\d)|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?!\d)|(?:19|20)\d\d|(?:t|tertial|delår|kv|kvartal|q) ?[1-4](?!\d)|'?\d\d(?!\d)|\d+|%|\/|[-–—−]|\p{L}+/gu;

function tokenOf(piece: string): Token {
  const numbered = /^(\d{4}):(\d+)$/.exec(piece);
  if (numbered !== null) return { kind: 'year', year: Number(numbered[1]), number: Number(numbered[2]) };
  if (/^\d{4}$/.test(piece)) return { kind: 'year', year: Number(piece) };
  const short = /^'?(\d\d)$/.exec(piece);
  if (short !== null) return { kind: 'year', year: 2000 + Number(short[1]) };
  const part = /^(t|tertial|delår|kv|kvartal|q) ?([1-4])$/.exec(piece);
  if (part !== null) {
    const number = Number(part[2]);
    return /^(?:kv|q)/.test(piece)
      ? { kind: 'quarter', quarter: number }
      : { kind: 'tertial', tertial: number };
  }
  if (piece === '/') return { kind: 'slash' };
  if (/^[-–—−]$/.test(piece)) return { kind: 'dash' };
  const concept = conceptOf(piece, true);
  if (concept !== null) return { kind: 'word', concept, text: piece };
  const month = monthOf(piece);
  if (month !== null) return { kind: 'month', month };
  const unit = findUnitOfMeasure(piece);
  if (unit !== undefined) return { kind: 'unit', unit };
  return { kind: 'unknown', text: piece };
}

function monthOf(word: string): number | null {
  const index = MONTHS.findIndex((month) => month.test(word));
  return index === -1 ? null : index + 1;
}

function conceptOf(word: string, misprints: boolean): Concept | null {
  const exact = WORDS.find(([, pattern]) => pattern.test(word));
  if (exact !== undefined) return exact[0];
  if (!misprints || word.length < 5) return null;
  return LONG_WORDS.find(([known]) => oneLetterApart(word, known))?.[1] ?? null;
}

/** One letter too many, too few, another, or two that changed places. */
export function oneLetterApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right === `${left[1] ?? ''}${left[0] ?? ''}`;
}

import type { AssertionClass } from '#ledger';

/**
 * Where the documents print another number than their own figures give: the whole list, so that any change of data,
 * profile or kernel shows. Stated and computed are in the sign and unit of the table. The class is how the
 * reconciliation tells it: a rounding, a discrepancy, or what follows from one.
 */
export interface Disagreement {
  readonly row: string;
  readonly column: string;
  readonly stated: string;
  readonly computed: string;
  readonly class: AssertionClass;
}

type Line = readonly [row: string, column: string, stated: string, computed: string, is: AssertionClass];

const TABLES: Readonly<Record<string, readonly Line[]>> = {
  'boras-ks-planeringsunderlag-2025/slk-sammandrag': [
    ['Summa intäkter', 'Bokslut 2023', '81 785', '127 405', 'discrepancy'],
    ['Summa intäkter', 'Budget 2024', '95 364', '101 023', 'discrepancy'],
    ['Summa intäkter', 'Prognos 2024', '97 464', '103 123', 'discrepancy'],
    ['Summa kostnader', 'Bokslut 2023', '-246 364', '-272 381', 'discrepancy'],
    ['Summa kostnader', 'Budget 2024', '-247 647', '-252 851', 'discrepancy'],
    ['Summa kostnader', 'Prognos 2024', '-246 063', '-251 267', 'discrepancy'],
    ['Nettokostnader', 'Bokslut 2023', '-164 579', '-144 976', 'followOn'],
    ['Nettokostnader', 'Budget 2024', '-153 817', '-153 362', 'followOn'],
    ['Nettokostnader', 'Prognos 2024', '-148 599', '-148 144', 'followOn'],
    ['Resultat jämfört med kommunbidrag', 'Bokslut 2023', '2 025', '21 628', 'followOn'],
    ['Resultat jämfört med kommunbidrag', 'Budget 2024', '0', '455', 'followOn'],
  ],
  'boras-ks-planeringsunderlag-2025/kgv-sammandrag': [
    ['Summa intäkter', 'Bokslut 2023', '847', '848', 'rounding'],
    ['Summa kostnader', 'Bokslut 2023', '-137 053', '137 053', 'discrepancy'],
    ['Nettokostnader', 'Bokslut 2023', '-136 206', '137 901', 'followOn'],
    ['Resultat jämfört med kommunbidrag', 'Bokslut 2023', '744', '274 851', 'followOn'],
  ],
  'alingsas-ks-budget-2025/ramar-exkl-exploatering': [
    ['Verksamhetens kostnader', 'Budget 2024', '-214 941', '-214 940', 'rounding'],
    ['Verksamhetens nettokostnader', 'Budget 2024', '-114 393', '-114 392', 'rounding'],
    ['Årets resultat', 'Budget 2024', '0', '1', 'rounding'],
    ['Årets resultat', 'Budget 2025', '0', '1', 'rounding'],
  ],
  'alingsas-ks-budget-2025/investeringsbudget': [
    ['Anpassningsinvesteringar', 'Plan 2028', '10 000', '7 000', 'discrepancy'],
    ['Anpassningsinvesteringar', 'Plan 2029', '10 000', '7 000', 'discrepancy'],
    ['Totala utgifter', 'Plan 2028', '142 080', '139 080', 'followOn'],
    ['Totala utgifter', 'Plan 2029', '89 625', '86 625', 'followOn'],
  ],
  'alingsas-ks-delarsbokslut-2023/investeringar': [
    ['Expansionsinvestering', 'Delårsbokslut 2023', '16 344', '16 343', 'rounding'],
    ['Expansionsinvestering', 'Diff. utfall 2022/2023', '-5 491', '-5 492', 'rounding'],
    [
      'Expansionsinvestering > Expansionsinvestering - Exploatering',
      'Delårsbokslut 2023',
      '6 233',
      '6 232',
      'rounding',
    ],
    [
      'Expansionsinvestering > Expansionsinvestering - Exploatering',
      'Diff. utfall 2022/2023',
      '-15 066',
      '-15 067',
      'rounding',
    ],
    ['Reinvestering', 'Delårsbokslut 2023', '7 853', '7 854', 'rounding'],
    ['Reinvestering', 'Diff. utfall 2022/2023', '4 223', '4 224', 'rounding'],
  ],
};

/** By table, row and column. */
export const DISAGREEMENTS: readonly (Disagreement & { readonly table: string })[] = Object.entries(
  TABLES,
).flatMap(([table, lines]) =>
  lines.map(([row, column, stated, computed, is]) => ({ table, row, column, stated, computed, class: is })),
);

/** A figure of running text beside the table's, in thousands of kronor and the canonical sign. */
export interface TextDisagreement {
  readonly place: string;
  readonly figure: string;
  readonly printed: string;
  readonly stated: string;
  readonly computed: string;
  readonly class: AssertionClass;
}

export const TEXT_DISAGREEMENTS: readonly TextDisagreement[] = [
  {
    place: 'Ekonomiska ramar, exploateringsenheten',
    figure: 'Köp av tjänster cost',
    printed: '2,6 mnkr',
    stated: '2600',
    computed: '2630',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, exploateringsenheten',
    figure: 'Personalkostnader cost',
    printed: '1,3 mnkr',
    stated: '-1300',
    computed: '-1289',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, exploateringsenheten',
    figure: 'Totalt grant',
    printed: '233 mnkr',
    stated: '233000',
    computed: '233',
    class: 'discrepancy',
  },
  {
    place: 'Ekonomiska ramar, exploateringsenheten',
    figure: 'Totalt revenue',
    printed: '1,2 mnkr',
    stated: '1200',
    computed: '1221',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, exploateringsenheten',
    figure: 'Övriga kostnader cost',
    printed: '2,6 mnkr',
    stated: '-2600',
    computed: '-2562',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten)',
    figure: 'Köp av tjänster cost',
    printed: '4,0 mnkr',
    stated: '-4000',
    computed: '-3954',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten)',
    figure: 'Lokalhyror cost',
    printed: '0,3 mnkr',
    stated: '-300',
    computed: '-274',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten)',
    figure: 'Personalkostnader cost',
    printed: '2,0 mnkr',
    stated: '-2000',
    computed: '-2009',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten)',
    figure: 'Totalt grant',
    printed: '113,3 mnkr',
    stated: '113300',
    computed: '114308',
    class: 'discrepancy',
  },
  {
    place: 'Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten)',
    figure: 'Totalt grant',
    printed: '118,5 mnkr',
    stated: '118500',
    computed: '118535',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten)',
    figure: 'Totalt grant',
    printed: '5,2 mnkr',
    stated: '5200',
    computed: '4227',
    class: 'followOn',
  },
  {
    place: 'Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten)',
    figure: 'Totalt revenue',
    printed: '8,1 mnkr',
    stated: '8100',
    computed: '8060',
    class: 'rounding',
  },
  {
    place: 'Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten)',
    figure: 'Övriga kostnader cost',
    printed: '6,1 mnkr',
    stated: '-6100',
    computed: '-6065',
    class: 'rounding',
  },
  {
    place: 'Investeringsbudget',
    figure: 'Totalt outlay',
    printed: '106,8 mnkr',
    stated: '-106800',
    computed: '-106790',
    class: 'rounding',
  },
  {
    place: 'Markupplåtelse för flerbostadshus och industri',
    figure: 'Markupplåtelse för flerbostadshus och industri revenue',
    printed: '3,7 mnkr',
    stated: '3700',
    computed: '3680',
    class: 'rounding',
  },
  {
    place: 'Räddningstjänst',
    figure: 'Räddningstjänst cost',
    printed: '88,2 mnkr',
    stated: '-88200',
    computed: '-88158',
    class: 'rounding',
  },
];

/** What `check` lists of the published figures, in the sign and unit of each table, with what follows from each. */
export const PUBLISHED_CHECK: Readonly<Record<string, readonly string[]>> = {
  // A chart that has the value of a year one year too early.
  'same-fact: boras-ks-planeringsunderlag-2025/diagram-resultatet-av-det-sammanfattande-omdomet-om-naringsl | Resultatet av det sammanfattande omdömet om näringslivsklimatet i Borås Stad ska öka. (Svar på fråga i Svenskt Näringslivs årliga enkät skala mellan 1 och 6). | 2022: 3.5 against 3.44, 0.06':
    [],
  'text: Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten): 113.3 against 114.308, -1.008': [
    'text: Ekonomiska ramar, kommunstyrelsen (exkl. exploateringsenheten): 5.2 against 4.227, 0.973',
  ],
  'sum: alingsas-ks-budget-2025/investeringsbudget | Anpassningsinvesteringar | Plan 2028: 10000 against 7000, 3000':
    [
      'sum: alingsas-ks-budget-2025/investeringsbudget | Totala utgifter | Plan 2028: 142080 against 139080, 3000',
    ],
  'sum: alingsas-ks-budget-2025/investeringsbudget | Anpassningsinvesteringar | Plan 2029: 10000 against 7000, 3000':
    [
      'sum: alingsas-ks-budget-2025/investeringsbudget | Totala utgifter | Plan 2029: 89625 against 86625, 3000',
    ],
  'text: Ekonomiska ramar, exploateringsenheten: 233 against 0.233, 232.767': [],
  'limit: boras-ks-planeringsunderlag-2025/exploatering | Utbyggnad av industriområde Viared Västra > Utgift anläggningstillgångar | Utgift tom juni 2024: -54046 against -52000, -2046':
    [],
  'limit: boras-ks-planeringsunderlag-2025/exploatering | Utbyggnad av industriområde Viared Norra > Ugift omsättningstillgångar | Utgift tom juni 2024: -36173 against -30730, -5443':
    [],
  'limit: boras-ks-planeringsunderlag-2025/exploatering | Utbyggnad av industriområde Nordskogen > Ugift omsättningstillgångar | Utgift tom juni 2024: -74342 against -72320, -2022':
    [],
  'same-fact: boras-ks-planeringsunderlag-2025/slk-sammandrag | Summa intäkter | Bokslut 2023: 81785 against 127405, -45620':
    [
      'net: boras-ks-planeringsunderlag-2025/slk-sammandrag | Nettokostnader | Bokslut 2023: -164579 against -144976, -19603',
      'net: boras-ks-planeringsunderlag-2025/slk-sammandrag | Resultat jämfört med kommunbidrag | Bokslut 2023: 2025 against 21628, -19603',
    ],
  'same-fact: boras-ks-planeringsunderlag-2025/slk-sammandrag | Summa kostnader | Bokslut 2023: -246364 against -272381, 26017':
    [],
  'same-fact: boras-ks-planeringsunderlag-2025/slk-sammandrag | Summa intäkter | Budget 2024: 95364 against 101023, -5659':
    [
      'net: boras-ks-planeringsunderlag-2025/slk-sammandrag | Nettokostnader | Budget 2024: -153817 against -153362, -455',
      'net: boras-ks-planeringsunderlag-2025/slk-sammandrag | Resultat jämfört med kommunbidrag | Budget 2024: 0 against 455, -455',
    ],
  'same-fact: boras-ks-planeringsunderlag-2025/slk-sammandrag | Summa kostnader | Budget 2024: -247647 against -252851, 5204':
    [],
  'same-fact: boras-ks-planeringsunderlag-2025/slk-sammandrag | Summa intäkter | Prognos 2024: 97464 against 103123, -5659':
    [
      // Its grant is blank: held against the budget's in the column beside.
      'deviation: boras-ks-planeringsunderlag-2025/slk-sammandrag | Resultat jämfört med kommunbidrag | Prognos 2024: 5218 against 5673, -455',
      'net: boras-ks-planeringsunderlag-2025/slk-sammandrag | Nettokostnader | Prognos 2024: -148599 against -148144, -455',
    ],
  'same-fact: boras-ks-planeringsunderlag-2025/slk-sammandrag | Summa kostnader | Prognos 2024: -246063 against -251267, 5204':
    [],
  'same-fact: boras-ks-planeringsunderlag-2025/kgv-sammandrag | Summa kostnader | Bokslut 2023: -137053 against 137053, -274106':
    [
      'net: boras-ks-planeringsunderlag-2025/kgv-sammandrag | Nettokostnader | Bokslut 2023: -136206 against 137901, -274107',
      'net: boras-ks-planeringsunderlag-2025/kgv-sammandrag | Resultat jämfört med kommunbidrag | Bokslut 2023: 744 against 274851, -274107',
    ],
};

import { registerEnumType } from '@nestjs/graphql';
import type { AssertionKind } from '#ledger';

/** An enum whose names are its values: what the read side answers with goes out as it is. */
export function names<const T extends readonly string[]>(...values: T): { readonly [K in T[number]]: K } {
  return Object.fromEntries(values.map((value) => [value, value])) as { readonly [K in T[number]]: K };
}

/** Gives every value its description; a value without one does not compile. */
export function register<T extends string>(
  name: string,
  description: string,
  values: { readonly [K in T]: K },
  descriptions: Readonly<Record<T, string>>,
): void {
  const valuesMap = Object.fromEntries(
    Object.entries<string>(descriptions).map(([value, text]) => [value, { description: text }]),
  ) as Record<T, { description: string }>;
  registerEnumType(values, { name, description, valuesMap });
}

export const BasisName = names('budget', 'forecast', 'outcome', 'approved', 'target');
register('Basis', 'What a series of a figure is about (*grund*).', BasisName, {
  budget: 'What was decided to be spent or received (*budget*).',
  forecast: 'What is expected for the period (*prognos*).',
  outcome: 'What has happened (*utfall*).',
  approved: 'What is approved for a project over its lifetime (*godkänt*).',
  target: 'What an indicator should reach (*målvärde*).',
});

export const RowKindName = names(
  'leaf',
  'group',
  'subtotal',
  'total',
  'net',
  'result',
  'buffer',
  'deviation',
);
register('RowKind', 'What a row of a table is (*radslag*).', RowKindName, {
  leaf: 'A line without parts (*rad*).',
  group: 'A heading over other rows (*rubrik*).',
  subtotal: 'The sum of some rows (*delsumma*).',
  total: 'The sum of the table (*summa*, *totalt*).',
  net: 'Revenue and cost together (*netto*).',
  result: 'What is left when the grant is counted in (*resultat*).',
  buffer: 'Held back inside a cost (*buffert*).',
  deviation: 'A difference of two columns (*avvikelse*).',
});

export const MarkName = names(
  'carried',
  'computed',
  'inferred',
  'statedOnly',
  'partial',
  'notStated',
  'partsNotStated',
  'preliminary',
  'proposed',
  'forInformation',
  'judged',
  'circular',
  'withinPrecision',
  'notComparable',
  'restated',
);
register('Mark', 'What has to be known of a value beside its number (*märke*).', MarkName, {
  carried: 'Carried from the edition before in an amending edition (*överförd*).',
  computed: 'Computed from parts or by a formula (*beräknad*).',
  inferred: 'Stated only in relation to another reading (*härledd*).',
  statedOnly: 'Stated, while its parts are not known (*endast angiven*).',
  partial: 'Some parts are not known (*ofullständig*).',
  notStated: 'The source has a blank or a dash here (*ej angiven*).',
  partsNotStated: 'Some parts are not stated in the source and count as nothing (*delar ej angivna*).',
  preliminary: 'Preliminary in its source (*preliminär*).',
  proposed: 'Rests on a proposal (*föreslagen*).',
  forInformation: 'Rests on what is for information only (*till kännedom*).',
  judged: 'Rests on an identity that no source states (*bedömd*).',
  circular: 'No value: two writers made a circle (*cirkel*).',
  withinPrecision: 'Unexplained, but within the precision of its changes (*inom felmarginal*).',
  notComparable:
    'Not of the same thing as what it is compared with; `comparability` says why (*inte jämförbar*).',
  restated: 'In the perimeter of what it is compared with (*omräknad*).',
});

export const StatusName = names('proposed', 'forInformation', 'adopted');
register('Status', 'How binding an entry, an edition or a document is (*status*).', StatusName, {
  proposed: 'A proposal (*förslag*).',
  forInformation: 'For information only (*till kännedom*).',
  adopted: 'Decided (*antagen*).',
});

export const UnitOfMeasureName = names('tkr', 'mnkr', 'kr', 'percent', 'index', 'count');
register(
  'UnitOfMeasure',
  'What a number is measured in, as it is printed (*måttenhet*).',
  UnitOfMeasureName,
  {
    tkr: 'Thousands of kronor (*tusental kronor*).',
    mnkr: 'Millions of kronor (*miljoner kronor*).',
    kr: 'Kronor (*kronor*).',
    percent: 'Percent (*procent*).',
    index: 'Index points (*index*).',
    count: 'A number of things (*antal*).',
  },
);

export const ExtentName = names('full', 'amending');
register('Extent', 'Whether an edition is a whole table or moves some lines (*omfattning*).', ExtentName, {
  full: 'A table adopted whole: a line that is not in it has no value there (*fullständig*).',
  amending: 'Only the lines it names move, the rest stand (*ändrande*).',
});

export const SaysName = names('amount', 'notStated', 'relative', 'change', 'difference');
register('Says', 'What an entry says of its reading (*utsaga*).', SaysName, {
  amount: 'It is an amount (*belopp*).',
  notStated: 'The source has a blank or a dash here (*ej angiven*).',
  relative: 'It is other readings plus a difference (*relativ uppgift*).',
  change: 'It differs from another reading because of a cause (*förändring*).',
  difference: 'A printed difference of two readings (*tryckt skillnad*).',
});

export const DiscrepancyClassName = names('discrepancy', 'followOn', 'rounding');
register(
  'DiscrepancyClass',
  'How a printed number disagrees with the computed one (*slag av avvikelse*).',
  DiscrepancyClassName,
  {
    discrepancy: 'The two differ by more than rounding (*avvikelse*).',
    followOn:
      'It holds when the terms are taken as printed: a consequence of another one (*följdavvikelse*).',
    rounding: 'Within half a unit in the last printed place (*avrundning*).',
  },
);

/** As CONTRACT names the kinds; GraphQL has no hyphens in names. */
export const DiscrepancyKindName = {
  sum: 'sum',
  net: 'net',
  deviation: 'deviation',
  change: 'change',
  sameFact: 'same-fact',
  product: 'product',
  cumulative: 'cumulative',
  limit: 'limit',
  text: 'text',
} as const satisfies Readonly<Record<string, AssertionKind>>;
registerEnumType(DiscrepancyKindName, {
  name: 'DiscrepancyKind',
  description:
    'What a printed number is held against (*slag av avstämning*). `sameFact` is `same-fact` elsewhere.',
  valuesMap: {
    sum: { description: 'The parts of a total (*delar mot summa*).' },
    net: { description: 'The terms of a net or a result (*netto*).' },
    deviation: { description: 'A difference from budget or forecast (*avvikelse*).' },
    change: { description: 'A difference of two editions or years (*förändring*).' },
    sameFact: { description: 'The same fact in another table or document (*samma uppgift*).' },
    product: { description: 'The factors of a risk value, or the terms of a share (*produkt*).' },
    cumulative: { description: 'The same figure to date in an earlier month (*ackumulerat*).' },
    limit: { description: 'The approval in force (*godkänd utgift*).' },
    text: { description: 'A number of running text, held against a table (*löpande text*).' },
  },
});

export const DiscrepancyStatusName = names('new', 'explained', 'accepted');
register(
  'DiscrepancyStatus',
  'Whether somebody has said something of a discrepancy, as its numbers are now (*läge*).',
  DiscrepancyStatusName,
  {
    new: 'Nobody has, or the numbers have changed since (*ny*).',
    explained: 'It is explained (*förklarad*).',
    accepted: 'It is accepted as it is (*godtagen*).',
  },
);

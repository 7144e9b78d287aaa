/** What kinds of cause are called in Swedish (*slag av orsak*); another kind goes by its own word. */
export const CAUSE_KIND_TERMS: Readonly<Record<string, string>> = {
  accrual: 'periodisering',
  acquisition: 'förvärv',
  allocation: 'tilldelning',
  'approval-extension': 'utökat godkännande',
  cooperation: 'samverkan',
  demolition: 'rivning',
  efficiency: 'effektivisering',
  extension: 'utökning',
  fees: 'arvoden',
  indexation: 'uppräkning',
  'land-cost': 'markkostnad',
  'land-purchase': 'markköp',
  leasing: 'leasing',
  other: 'övrigt',
  pay: 'löner',
  'payroll-overhead': 'personalomkostnadspålägg',
  postponement: 'senareläggning',
  price: 'pris',
  'project-start': 'projektstart',
  reallocation: 'omfördelning',
  reassessment: 'ny bedömning',
  reclassification: 'omklassificering',
  rent: 'hyra',
  rescission: 'hävning',
  sale: 'försäljning',
  saving: 'besparing',
  staffing: 'bemanning',
  temporary: 'tillfällig',
  training: 'utbildning',
  transfer: 'överföring',
  unfunded: 'ofinansierad',
  vacancy: 'vakans',
  volume: 'volym',
};

const KINDS = new Map(Object.entries(CAUSE_KIND_TERMS).map(([kind, term]) => [term, kind]));

/** The kind that a person means, by its own word or by the Swedish one; null where it can be neither. */
export function causeKindOf(word: string): string | null {
  const plain = word.trim().toLowerCase();
  const kind = KINDS.get(plain) ?? plain;
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(kind) ? kind : null;
}

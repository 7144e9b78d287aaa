/** Measures as tables call them; another is shown by its own name. */
const MEASURES: Readonly<Record<string, string>> = {
  revenue: 'Intäkter',
  cost: 'Kostnader',
  net: 'Nettokostnad',
  grant: 'Kommunbidrag',
  financial: 'Finansnetto',
  result: 'Resultat',
  outlay: 'Utgift',
  sale: 'Försäljning',
  contribution: 'Exploateringsbidrag',
  'net-investment': 'Nettoinvestering',
  'accumulated-result': 'Ackumulerat resultat',
  likelihood: 'Sannolikhet',
  materiality: 'Väsentlighet',
  risk: 'Riskvärde',
  'sick-leave': 'Sjukfrånvaro',
  status: 'Projektstatus',
  value: 'Värde',
};

export function measureLabel(measure: string): string {
  return MEASURES[measure] ?? measure;
}

/** As tables have them: what comes in before what goes out; others after them. */
export function inOrderOfTables(measures: readonly string[]): string[] {
  const order = Object.keys(MEASURES);
  const rank = (measure: string): number => {
    const at = order.indexOf(measure);
    return at < 0 ? order.length : at;
  };
  return [...measures].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

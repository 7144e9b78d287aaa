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

/** The measures that the documents use (*mått*); a ledger may have others, from what was imported into it. */
export const MEASURES = [
  'revenue', // intäkt
  'cost', // kostnad
  'net', // netto
  'grant', // kommunbidrag
  'financial', // finansnetto
  'result', // resultat
  'outlay', // utgift
  'sale', // försäljning
  'contribution', // exploateringsbidrag
  'net-investment', // nettoinvestering
  'accumulated-result', // ackumulerat resultat
  'likelihood', // sannolikhet
  'materiality', // väsentlighet
  'risk', // riskvärde
  'sick-leave', // sjukfrånvaro
  'status', // projektstatus
  'value', // värde
] as const;

import { CAUSE_KIND_TERMS } from '#domain';

/** The kinds of causes, of discrepancies and of corrections as a reader of Swedish meets them; another kind stands as it is. */
const DISCREPANCY_KINDS: Readonly<Record<string, string>> = {
  sum: 'summa',
  net: 'netto',
  change: 'förändring',
  deviation: 'avvikelse mot budget eller prognos',
  'same-fact': 'samma uppgift på två ställen',
  product: 'produkt eller andel',
  cumulative: 'ackumulerat som minskar',
  limit: 'utgift över godkänd',
  text: 'löpande text mot tabell',
};

const DISCREPANCY_STATUSES: Readonly<Record<string, string>> = {
  new: 'ny',
  explained: 'förklarad',
  accepted: 'godtagen',
};

const DISCREPANCY_CLASSES: Readonly<Record<string, string>> = {
  discrepancy: 'stämmer inte',
  followOn: 'följd av en annan',
  rounding: 'avrundning',
};

const CORRECTION_NATURES: Readonly<Record<string, string>> = {
  misread: 'felläst',
  erratum: 'rättad i ny version',
  withdrawal: 'återkallad',
};

export const causeKindText = (kind: string): string => CAUSE_KIND_TERMS[kind] ?? kind;
export const discrepancyKindText = (kind: string): string => DISCREPANCY_KINDS[kind] ?? kind;
export const discrepancyClassText = (name: string): string => DISCREPANCY_CLASSES[name] ?? name;
export const discrepancyStatusText = (status: string): string => DISCREPANCY_STATUSES[status] ?? status;
export const natureText = (nature: string): string => CORRECTION_NATURES[nature] ?? nature;

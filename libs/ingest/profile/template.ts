/** A profile to begin with, for a municipality that none is of. */
export function profileTemplate(): string {
  return `profile: sjovik
version: 1
municipality:
  id: sjovik
  name: Sjöviks kommun
recognisedBy: [Sjöviks kommun, sjovik.se]   # only its own documents have these words
unitOfMeasure: tkr                          # of tables that print none
boards:
  - id: ks
    name: Kommunstyrelsen                   # other boards follow from their names
documents:
  - { kind: budget, words: budget, status: proposed }
  - { kind: interim, words: [delårsbokslut, delårsrapport], slug: delarsbokslut, status: forInformation }
tables:
  - { heading: Driftbudget, area: operations }
  - { heading: 'Investeringar*', area: investment }
`;
}

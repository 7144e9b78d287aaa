/** The folder of the ledger when nobody names one. */
export const DEFAULT_LEDGER = './ledger';

/** Who registers when nobody says. */
export const DEFAULT_ACTOR = 'local';

/** States of what is no figure as a reader of Swedish meets them; another one stands as it is. */
const STATES: Readonly<Record<string, string>> = {
  agreed: 'avtalad',
  completed: 'tillträdd',
  rescinded: 'hävd',
  withoutRemark: 'utan anmärkning',
  remarkNearTarget: 'anmärkning nära målvärde',
  withRemark: 'med anmärkning',
  notAssessed: 'ingen bedömning genomförd',
  notStated: 'ej angivet i källan',
  notFulfilled: 'ej uppfyllt',
  partlyFulfilled: 'delvis uppfyllt',
  largelyFulfilled: 'i hög grad uppfyllt',
  fullyFulfilled: 'helt uppfyllt',
  notEvaluated: 'ej utvärderad',
  notReported: 'ej rapporterad',
  notStarted: 'ej påbörjad',
  started: 'påbörjad',
  finished: 'färdig',
};

export const stateText = (state: string): string => STATES[state] ?? state;

/** Of a control that nobody reported on, which is no outcome. */
export const NOT_REPORTED = 'ej rapporterat';

export * from './amount.js';
export * from './decimal.js';
export * from './errors.js';
export * from './print.js';
export * from './printed.js';
export * from './unit-of-measure.js';

import { toDecimal, type Amount } from '#amount';

/** As SIE files write amounts: kronor with a decimal point and two decimals, `-1234.50`; more only where there are. */
export function sieAmount(amount: Amount): string {
  const [whole = '0', decimals = ''] = toDecimal(amount, 'kr').split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
}

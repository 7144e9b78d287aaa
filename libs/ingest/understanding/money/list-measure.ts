import type { AssembledTable } from '../../document/document.js';
import { plainText } from '../words.js';
import type { MoneyMeasure } from './row-words.js';
import { labelsOf } from './shape.js';

/** What a list of projects or investments is of: outlays, unless its heading or its columns say sales. */
export function measureOfList(table: AssembledTable): MoneyMeasure {
  const [nearest = ''] = labelsOf(table);
  if (/utgift/i.test(nearest)) return 'outlay';
  if (/försäljning|intäkt/i.test(nearest)) return 'sale';
  const columns = table.columns.map(({ text }) => plainText(text));
  const ofSales = columns.some((text) => /intäkt|inkomst|försäljning/i.test(text));
  return ofSales && !columns.some((text) => /utgift/i.test(text)) ? 'sale' : 'outlay';
}

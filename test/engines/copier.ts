/*
 * Copies a ledger and prints how far it is, to be killed by its parent at any moment: node … copier.ts FROM TO
 */
import { copyLedger } from '../../apps/shared/copying/copy-ledger.js';

const [from = '', to = ''] = process.argv.slice(2);
const copied = await copyLedger({
  from,
  to,
  views: false,
  onProgress: (step, done) => {
    if (step === 'copying' || done % 1_000 === 0) console.log(`${step} ${done}`);
  },
});
console.log(`done ${copied.events}`);

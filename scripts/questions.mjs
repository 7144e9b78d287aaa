// Asks what docs/questions.md asks, of a ledger of the figures in data/. With `--write` the answers are written in their
// places, and the table of contents; without it the questions are told whose answer would be another.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AskedLedger } from '../dist/test/support/questions/asked-ledger.js';
import { questionsOf, withAnswers, withContents } from '../dist/test/support/questions/document.js';

const file = new URL('../docs/questions.md', import.meta.url);
const write = process.argv.includes('--write');

const before = await readFile(file, 'utf8');
const ledger = await AskedLedger.loaded(fileURLToPath(new URL('../data', import.meta.url)));
const answers = [];
let differing = 0;
for (const question of questionsOf(before)) {
  const got = await ledger.answers(question);
  answers.push(...got);
  if (question.asked.every(({ answer }, n) => answer === got[n])) continue;
  differing += 1;
  console.log(`${question.number}. ${question.title}: ${write ? 'written' : 'answered otherwise'}`);
}
await ledger.close();
const after = withContents(withAnswers(before, answers));
if (write && after !== before) await writeFile(file, after);
if (differing === 0) console.log('The answers are those that stand in docs/questions.md.');
process.exitCode = after === before || write ? 0 : 1;

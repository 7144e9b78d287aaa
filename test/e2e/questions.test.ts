import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PUBLISHED } from '../support/published-ledger.js';
import { AskedLedger } from '../support/questions/asked-ledger.js';
import { figuresClaimed, numbersIn, questionsOf, withContents } from '../support/questions/document.js';
import { patient } from '../support/patience.js';

/* docs/questions.md: what stands there is what is answered. `npm run questions` writes the answers again. */

const document = readFileSync(fileURLToPath(new URL('../../docs/questions.md', import.meta.url)), 'utf8');
const questions = questionsOf(document);

const KINDS = [
  'Plain look-up',
  'Differences between editions',
  'Derived cells',
  'Why',
  'As known at a date',
  'Across documents',
  'Controls, goals, assignments',
  'History',
  'Discrepancies',
  'Land',
  'Corrections and registering',
  'Not stated in the sources',
];

let ledger: AskedLedger;

beforeAll(async () => {
  ledger = await AskedLedger.loaded(PUBLISHED);
}, patient(60_000));

afterAll(async () => {
  await ledger.close();
});

describe('each question is answered as it is written down', () => {
  it.each(questions.map((question) => ({ name: `${question.number}. ${question.title}`, question })))(
    '$name',
    async ({ question }) => {
      expect(await ledger.answers(question)).toEqual(question.asked.map(({ answer }) => answer));
    },
  );
});

describe('the page of questions', () => {
  it('has questions of all kinds, each asked over GraphQL and on the command line', () => {
    expect(questions.length).toBeGreaterThanOrEqual(36);
    expect([...new Set(questions.map(({ kind }) => kind))]).toEqual(expect.arrayContaining(KINDS));
    expect(questions.filter(({ kind }) => kind === KINDS.at(-1)).length).toBeGreaterThanOrEqual(5);
    const ways = questions.map(({ asked }) => [...new Set(asked.map(({ by }) => by))].sort());
    expect(new Set(ways.map((way) => way.join(' ')))).toEqual(new Set(['graphql sh']));
  });

  it('says no number in bold that is in no answer of its question', () => {
    const unfounded = questions.flatMap((question) => {
      const answered = new Set(question.asked.flatMap(({ answer }) => numbersIn(answer ?? '')));
      const missing = figuresClaimed(question).filter((figure) => !answered.has(figure));
      return missing.map((figure) => `${question.number}. ${figure}`);
    });
    expect(unfounded).toEqual([]);
    expect(questions.flatMap(figuresClaimed).length).toBeGreaterThan(60);
  });

  it('is numbered, and its table of contents lists what it has', () => {
    expect(questions.map(({ number }) => number)).toEqual(questions.map((_, n) => String(n + 1)));
    expect(withContents(document)).toBe(document);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Sqlite } from '#event-store';
import { TermIndex, eventsSaying } from '../history/term-index.js';
import { createTables } from './schema.js';
import { TermWriter } from './term-writer.js';
import { BLOCK_EVENTS, term, termsOf } from './terms.js';

function written(said: readonly (readonly [string, readonly number[]])[], transactions: number): TermIndex {
  const database = new Sqlite(':memory:');
  createTables(database, 'test');
  const writer = new TermWriter(database);
  const last = Math.max(...said.flatMap(([, seqs]) => seqs));
  for (let seq = 1; seq <= last; seq++) {
    for (const [key, seqs] of said) if (seqs.includes(seq)) writer.say(writer.number(key), seq);
    if (seq % Math.ceil(last / transactions) === 0) writer.flush();
  }
  writer.flush();
  return new TermIndex(database);
}

describe('what events are found by', () => {
  const SAID = [
    [term('unit', 'a'), [1, 2, BLOCK_EVENTS - 1, BLOCK_EVENTS, 3 * BLOCK_EVENTS + 7]],
    [term('unit', 'b'), [3, BLOCK_EVENTS + 1]],
    [term('cause', 'Fler ärenden på ÖSTRA skolan'), [2, BLOCK_EVENTS + 1, 3 * BLOCK_EVENTS + 7]],
  ] as const;

  it.each([1, 2, 9])('is the same in %d transactions, in both directions', (transactions) => {
    const index = written(SAID, transactions);
    const units = index.range(term('unit', 'a'), term('unit', 'c'));
    const cause = index.matching('"ÄRENDEN" AND "öst"*');
    const both = [2, BLOCK_EVENTS + 1, 3 * BLOCK_EVENTS + 7];
    const last = 4 * BLOCK_EVENTS;
    expect([...eventsSaying(index, [units, cause], 1, last, false)]).toEqual(both);
    expect([...eventsSaying(index, [units, cause], 1, last, true)]).toEqual([...both].reverse());
    expect([...eventsSaying(index, [units, cause], 3, BLOCK_EVENTS + 1, true)]).toEqual([BLOCK_EVENTS + 1]);
    expect([...eventsSaying(index, [units, []], 1, last, false)]).toEqual([]);
    expect([...eventsSaying(index, [], 5, 7, true)]).toEqual([7, 6, 5]);
  });

  it('knows å, ä and ö as letters of their own, and only words of a person', () => {
    const index = written(SAID, 1);
    expect(index.matching('"arenden"')).toEqual([]);
    expect(index.matching('"ostra"')).toEqual([]);
    expect(index.matching('"a"')).toEqual([]);
    expect(index.matching('"fler"', 'l')).toEqual([]);
    expect(index.matching('"fler"', 'c')).toHaveLength(1);
  });

  it('are its type, actor, unit, words and decision, each once', () => {
    const told = {
      type: 'GoalSet',
      metadata: { actor: 'anna' },
      data: { unit: 'a/b', words: 'Tryggare skolväg', decision: { body: 'KF', dnr: ' KS  2021-1' } },
    };
    expect(termsOf(told, [])).toEqual([
      'yGoalSet',
      'aanna',
      'ua/b',
      'tTryggare skolväg',
      'bKF',
      'nks 2021-1',
    ]);
  });
});

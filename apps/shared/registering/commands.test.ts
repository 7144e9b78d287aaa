import { describe, expect, it } from '@jest/globals';
import { EVENT_OF_COMMAND } from '#domain';
import { registerCommands } from './commands.js';
import { commandOf, dataOfInput, registerCommandNamed } from './input.js';

describe('the commands that are registered by hand', () => {
  const named = (name: string) => registerCommandNamed(name);

  it('are those of the domain, without the steps of an import', () => {
    expect(registerCommands().map(({ name }) => name)).toEqual(
      Object.keys(EVENT_OF_COMMAND).filter((name) => !/^(?:Start|Complete|Abandon)Import$/.test(name)),
    );
  });

  it('are found however they are written', () => {
    for (const name of ['ChangeBudget', 'changeBudget', 'change-budget'])
      expect(named(name).name).toBe('ChangeBudget');
    expect(() => named('DeleteEverything')).toThrow('there is no command DeleteEverything');
  });

  it('leave out what the ledger knows, and what can be one thing only', () => {
    const fields = (name: string) => named(name).shape.fields.map(({ name }) => name);
    expect(fields('CorrectEntry')).toEqual(['corrects', 'is', 'nature', 'date', 'reason']);
    expect(fields('WithdrawEntry')).toEqual(['corrects', 'nature', 'date', 'reason']);
    expect(fields('ReportOutcome')).not.toContain('basis');
    expect(commandOf(named('ReportOutcome'), {}).data).toEqual({ basis: 'outcome' });
  });
});

it('what a client has nothing to say of is left out; what is not stated stays', () => {
  const { shape } = registerCommandNamed('ChangeBudget');
  const line = { line: ['Kansli'], measure: 'cost', amount: null, unitOfMeasure: 'tkr', note: null };
  expect(dataOfInput(shape, { unit: 'a', status: null, lines: [line] })).toEqual({
    unit: 'a',
    lines: [{ line: ['Kansli'], measure: 'cost', amount: null, unitOfMeasure: 'tkr' }],
  });
});

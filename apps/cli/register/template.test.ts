import { describe, expect, it } from '@jest/globals';
import { EVENT_OF_COMMAND, invalidity } from '#domain';
import { registerCommands } from '../../shared/registering/commands.js';
import { commandOf, registerCommandNamed } from '../../shared/registering/input.js';
import { withField } from './fields.js';
import { jsonOfTemplate, templateText } from './template.js';

describe('a template', () => {
  // What a correction or a discrepancy was is known to the ledger, and not to its template.
  it.each(registerCommands().filter(({ name }) => !/Entry$|Event$|Discrepancy$/.test(name)))(
    '$name: what its template says is an event as its schema wants it',
    (command) => {
      const data = jsonOfTemplate(templateText(command), 'template');
      const event = {
        type: EVENT_OF_COMMAND[command.name],
        schemaVersion: 1,
        data: commandOf(command, data).data,
      };
      expect(invalidity(event)?.toJSON()).toBeUndefined();
    },
  );

  it('a template with everything in it that it offers is read, too', () => {
    for (const command of registerCommands()) {
      const text = templateText(command).replaceAll(/^(\s*)\/\/ (?=")/gm, '$1');
      expect(Object.keys(jsonOfTemplate(text, 'template')).sort()).toEqual(
        command.shape.fields.map(({ name }) => name).sort(),
      );
    }
  });
});

describe('JSON with comments', () => {
  it('keeps what stands in texts', () => {
    const text = '// a\n{\n  // b\n  "a": "// no comment,}", "b": ["x",\n  ],\n}\n';
    expect(jsonOfTemplate(text, 'a.json')).toEqual({ a: '// no comment,}', b: ['x'] });
  });

  it.each(['', '[]', 'null', '"x"', '{"a":1} {"b":2}', '{a:1}'])('%p is none', (text) => {
    expect(() => jsonOfTemplate(text, 'a.json')).toThrow('is not JSON');
  });
});

describe('fields by their path', () => {
  const { shape } = registerCommandNamed('ChangeBudget');

  it('are put in as what stands there', () => {
    const given: readonly (readonly [string, string])[] = [
      ['unit', 'sjovik/ks/stab'],
      ['lines[0].line', 'Kommunledning > Kansli'],
      ['lines[1].line', 'Totalt'],
      ['lines[1].preliminary', 'true'],
      ['lines[0].amount', 'null'],
      ['decision.dnr', 'KS/2031:12'],
    ];
    expect(given.reduce((data, [path, text]) => withField(shape, data, path, text), {})).toEqual({
      unit: 'sjovik/ks/stab',
      lines: [
        { line: ['Kommunledning', 'Kansli'], amount: null },
        { line: [], preliminary: true },
      ],
      decision: { dnr: 'KS/2031:12' },
    });
  });

  it('that are not there are refused', () => {
    expect(() => withField(shape, {}, 'lines[0].sum', '1')).toThrow('there is no field lines[0].sum');
    expect(() => withField(shape, {}, 'unit.name', '1')).toThrow('there is no field unit.name');
    expect(() => withField(shape, {}, 'lines', 'x')).toThrow('"x" cannot stand in lines');
  });
});

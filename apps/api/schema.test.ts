import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  printSchema,
} from 'graphql';
import { makeSchema, schemaText } from './schema.js';

const committed = new URL('../../schema.graphql', import.meta.url);

/** Something in parentheses, in italics: `(*utgåva*)`. */
const SWEDISH_TERM = /\(\*[^*]+\*(?:, \*[^*]+\*)*\)/;

describe('schema', () => {
  it('has a description with the Swedish term on every type, field, argument and value', async () => {
    const schema = await makeSchema();
    const without: string[] = [];
    const check = (name: string, description: string | null | undefined): void => {
      if (description === null || description === undefined || !SWEDISH_TERM.test(description))
        without.push(name);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
      const isRoot = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some(
        (root) => root === type,
      );
      if (!isRoot) check(type.name, type.description);
      if (isEnumType(type))
        for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description);
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields()))
          check(`${type.name}.${field.name}`, field.description);
      }
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          check(`${type.name}.${field.name}`, field.description);
          for (const argument of field.args) {
            check(`${type.name}.${field.name}(${argument.name})`, argument.description);
          }
        }
      }
    }
    expect(without).toEqual([]);
  });

  it('is the one that is committed', async () => {
    expect(`${(await schemaText()).trimEnd()}\n`).toBe(await readFile(committed, 'utf8'));
  });

  it('breaks nothing that is committed', async () => {
    const before = buildSchema(await readFile(committed, 'utf8'));
    expect(findBreakingChanges(before, buildSchema(printSchema(await makeSchema())))).toEqual([]);
  });

  it('has a mutation for every command that is registered by hand', async () => {
    const mutations = (await makeSchema()).getMutationType()?.getFields() ?? {};
    expect(Object.keys(mutations)).toHaveLength(40);
    for (const mutation of Object.values(mutations)) {
      expect(String(mutation.type)).toBe('RegisterResult!');
      expect(mutation.args.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([
        'correlationId: String',
        'expectedRevision: Int',
        'idempotencyKey: String',
        `input: ${mutation.name.slice(0, 1).toUpperCase()}${mutation.name.slice(1)}Input!`,
        'seen: String',
      ]);
    }
  });

  it('takes asOf, publishedBy and waitFor on everything that reads', async () => {
    for (const field of Object.values((await makeSchema()).getQueryType()?.getFields() ?? {})) {
      expect([field.name, ...field.args.map((argument) => argument.name)]).toEqual(
        expect.arrayContaining([field.name, 'asOf', 'publishedBy', 'waitFor']),
      );
    }
  });
});

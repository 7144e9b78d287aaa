import { LedgerError } from '#amount';
import type { Command } from '#domain';
import { registerCommands, type RegisterCommand } from './commands.js';
import type { Shape } from './shape.js';

/**
 * The command of a name as somebody writes it: `ChangeBudget`, `changeBudget`, `change-budget`.
 * @throws LedgerError WRONG_USAGE
 */
export function registerCommandNamed(name: string): RegisterCommand {
  const plain = plainName(name);
  const found = registerCommands().find((command) => plainName(command.name) === plain);
  if (found !== undefined) return found;
  throw new LedgerError('WRONG_USAGE', `there is no command ${name.slice(0, 60)}`, {
    place: { field: 'register' },
    hint: '`liggaren register --list` tells them.',
  });
}

function plainName(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

/** The command that was sent; the rules of the domain tell what is wrong with its data. */
export function commandOf({ name, constants }: RegisterCommand, data: object): Command {
  return { type: name, data: { ...constants, ...data } } as unknown as Command;
}

/**
 * What came in by GraphQL as events have it: what a client sends as null because it has nothing to say is left out, a
 * null that says "not stated in the source" stays.
 */
export function dataOfInput(shape: Shape, sent: unknown): unknown {
  switch (shape.kind) {
    case 'object':
      return Object.fromEntries(
        shape.fields.flatMap((field): [string, unknown][] => {
          const value = (sent as Readonly<Record<string, unknown>>)[field.name];
          if (value === undefined || (value === null && !field.nullable)) return [];
          return [[field.name, value === null ? null : dataOfInput(field.shape, value)]];
        }),
      );
    case 'list':
      return (sent as readonly unknown[]).map((item) => dataOfInput(shape.of, item));
    case 'signs':
      return Object.fromEntries((sent as readonly SignInput[]).map(({ measure, sign }) => [measure, sign]));
    case 'order': {
      const { year, number, restatement } = sent as OrderInput;
      return [year, number, ...(typeof restatement === 'string' ? [restatement] : [])];
    }
    default:
      return sent;
  }
}

interface SignInput {
  readonly measure: string;
  readonly sign: number;
}

interface OrderInput {
  readonly year: number;
  readonly number: number;
  readonly restatement?: string | null;
}

import { LedgerError } from '#amount';
import type { ExplainSide } from '#projections';
import { Command, CommanderError } from 'commander';
import { explainedOf, FIGURE_COMMANDS, type FigureOptions } from './figure-options.js';

/**
 * A figure written in one argument, as after `liggaren explain`, with a standpoint of its own:
 * `reading --unit k/ks --year 2023 … --as-of 2023-04-30`.
 *
 * @throws LedgerError WRONG_USAGE
 */
export function sideOfWords(text: string, field: string): ExplainSide {
  const [name = '', ...words] = wordsOf(text);
  const figure = FIGURE_COMMANDS.find((one) => one.name === name);
  if (figure === undefined) {
    throw wrong(field, `"${name}" is nothing that can be explained`, `Begin with one of ${namesOf()}.`);
  }
  const silent = { writeOut: () => undefined, writeErr: () => undefined };
  const command = new Command(name).exitOverride().configureOutput(silent);
  figure.addOptions(command);
  command
    .option('--as-of <x>', 'a time, a position or an event id')
    .option('--published-by <date>', 'only what had been published by this day');
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError)
      throw wrong(
        field,
        `"${text}": ${error.message.replace(/^error: /, '')}`,
        `Write it as: ${figure.example}`,
      );
    throw error;
  }
  const { asOf, publishedBy, ...options } = command.opts<
    FigureOptions & { readonly asOf?: string; readonly publishedBy?: string }
  >();
  return {
    ...explainedOf(name, options),
    ...(asOf === undefined ? {} : { asOf }),
    ...(publishedBy === undefined ? {} : { publishedBy }),
  };
}

/** Words as a shell has them: what stands in quotes is one. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

function namesOf(): string {
  return FIGURE_COMMANDS.map(({ name }) => name).join(', ');
}

function wrong(field: string, message: string, hint: string): LedgerError {
  return new LedgerError('WRONG_USAGE', message, { place: { field }, hint });
}

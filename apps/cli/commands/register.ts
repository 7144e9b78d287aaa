import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { isLedgerError, LedgerError } from '#amount';
import { registerCommands } from '../../shared/registering/commands.js';
import { withField } from '../register/fields.js';
import { commandOf, registerCommandNamed } from '../../shared/registering/input.js';
import type { RegisterAnswer, RegisterRequest } from '../../shared/registering/register.js';
import { jsonOfTemplate, templateText } from '../register/template.js';
import { ToldFailure } from '../exit-codes.js';
import { globalsOf, ofNow } from '../globals.js';
import type { Io } from '../io.js';
import {
  addShortOptions,
  givesFields,
  SHORT_COMMANDS,
  withShortOptions,
  type ShortOptions,
} from '../register/short-options.js';
import { commandsText, kebab, registeredText, sinceText } from '../register-text.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';

interface RegisterOptions extends ShortOptions {
  readonly list?: boolean;
  readonly template?: string;
  readonly set?: readonly string[];
  readonly key?: string;
  readonly expectRevision?: number;
  readonly seen?: string;
  readonly correlation?: string;
}

const HELP = `
FILE is JSON: the data of the event, less what the ledger knows by itself. Lines that begin with // are comments.
- reads it from standard input; what --set and options say goes before it. Without FILE these take options alone:
  ${SHORT_COMMANDS.map(kebab).join(', ')}

Examples:
  liggaren register --list
  liggaren register --template change-budget > change.json        then fill it in, and
  liggaren register change-budget change.json
  liggaren register change-budget --unit sjovik/ks/stab --year 2031 --edition 2031:2 --line Kommunledning \\
      --measure cost --amount 20 --kind efficiency --cause "Effektivisering 1 %" --body Kommunfullmäktige
  liggaren register correct-entry --entry 5e0c…/0 --amount 21 --reason "Fel avläst"

Exit codes: 3 a rule was broken (it says which field) · 4 somebody else was first (it says what changed)`;

/** `liggaren register COMMAND [FILE]` */
export function addRegister(program: Command, surroundings: Surroundings): void {
  const command = ofNow(program.command('register'))
    .description('register what happened: a decision, a cause, a forecast, an outcome, a correction …')
    .argument('[command]', 'what to register, such as change-budget')
    .argument('[file]', 'its data as JSON; - for standard input')
    .option('--list', 'tell the commands')
    .option('--template <command>', 'print a command to fill in')
    .option('--set <field=value>', 'put a value in a field: decision.dnr=KS/2031:12', several)
    .option('--key <key>', 'idempotency key: the same key registers once')
    .option(
      '--expect-revision <n>',
      'conflict where the stream is at another revision; -1: no stream',
      revision,
    )
    .option('--seen <position>', 'conflict where somebody has moved the figure since this position')
    .option('--correlation <id>', 'ties together what belongs together');
  addShortOptions(command);
  command.addHelpText('after', HELP);
  command.action(
    async (name: string | undefined, file: string | undefined, options: RegisterOptions, self: Command) => {
      const { io } = surroundings;
      if (options.template !== undefined) return io.out(templateText(registerCommandNamed(options.template)));
      if (options.list === true) return list(self, io);
      const globals = globalsOf(self, io);
      const request = { ...(await requestOf(name, file, options, io)), actor: globals.actor };
      // Loaded for this command only: the other ones answer before what records would be there.
      const { Recorder } = await import('#recording');
      const { register } = await import('../../shared/registering/register.js');
      const answer = await withLedger(surroundings, globals, 'write', ({ store, answers }) => {
        const recorder = new Recorder({ store, answers, newId: randomUUID });
        return register(request, { store, answers, record: (asked) => recorder.record(asked) });
      }).catch(orByServer);
      if (globals.form === 'json') io.out(json(answer));
      else if (answer.kind === 'registered') io.out(registeredText(answer));
      refuse(answer);
    },
  );
}

function list(self: Command, io: Io): void {
  const commands = registerCommands();
  if (globalsOf(self, io).form !== 'json') return io.out(commandsText(commands));
  io.out(
    json(commands.map(({ name, description, shape }) => ({ command: kebab(name), description, shape }))),
  );
}

async function requestOf(
  name: string | undefined,
  file: string | undefined,
  options: RegisterOptions,
  io: Io,
): Promise<Omit<RegisterRequest, 'actor'>> {
  if (name === undefined)
    throw wrongUsage('what shall be registered?', '`liggaren register --list` tells what can be.');
  const command = registerCommandNamed(name);
  const { set = [] } = options;
  if (file === undefined && set.length === 0 && !givesFields(options)) {
    throw wrongUsage(
      `${kebab(command.name)} has no data`,
      `Name a file, or - for standard input: \`liggaren register --template ${kebab(command.name)}\` prints one.`,
    );
  }
  const given = file === undefined ? {} : jsonOfTemplate(await textOf(file, io), file);
  const filled = withShortOptions(command, given, options, file === undefined);
  const data = set.reduce((before, text) => {
    const [path = '', ...value] = text.split('=');
    return withField(command.shape, before, path, value.join('='));
  }, filled);
  const { key, expectRevision, seen, correlation } = options;
  return {
    command: commandOf(command, data),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(expectRevision === undefined ? {} : { expectedRevision: expectRevision }),
    ...(seen === undefined ? {} : { seen }),
    ...(correlation === undefined ? {} : { correlationId: correlation }),
  };
}

async function textOf(file: string, io: Io): Promise<string> {
  if (file === '-') return io.readIn();
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new LedgerError('WRONG_USAGE', `${file} cannot be read`, {
      place: { file },
      hint: 'Name a file that is there, or - for standard input.',
      cause: error,
    });
  }
}

/** @throws LedgerError, ToldFailure what was refused, so that it is told and the exit code is right */
function refuse(answer: RegisterAnswer): void {
  if (answer.kind === 'registered') return;
  if (answer.kind === 'conflict') {
    throw new ToldFailure(
      new LedgerError('CONFLICT', answer.message, { hint: answer.hint }),
      sinceText(answer),
    );
  }
  const { code, message, place, hint } = answer;
  throw new LedgerError(code, message, { place: place ?? undefined, hint: hint ?? undefined });
}

/** While a server has the ledger open, it is the one that registers. */
function orByServer(error: unknown): never {
  if (!isLedgerError(error, 'LOG_LOCKED')) throw error;
  const { code, message, place, hint = '' } = error;
  throw new LedgerError(code, message, {
    place,
    hint: `${hint} A server registers what is sent to its mutations: docs/registering.md.`,
    cause: error,
  });
}

function several(text: string, before: readonly string[] = []): readonly string[] {
  if (!text.includes('=')) throw new InvalidArgumentError('Write it as field=value.');
  return [...before, text];
}

function revision(text: string): number {
  if (/^(?:-1|0|[1-9]\d{0,8})$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from -1.');
}

function wrongUsage(message: string, hint: string): LedgerError {
  return new LedgerError('WRONG_USAGE', message, { place: { field: 'register' }, hint });
}

import 'reflect-metadata';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Int, Mutation, Resolver } from '@nestjs/graphql';
import { registerCommands, type RegisterCommand } from '../../shared/registering/commands.js';
import { commandOf, dataOfInput } from '../../shared/registering/input.js';
import type { RegisterAnswer, RegisterRequest } from '../../shared/registering/register.js';
import { inputType } from '../register-inputs.js';
import { RegisterResult } from '../types/registered.js';

/** Registers as whoever the server knows the caller to be. */
export type Registrar = (request: Omit<RegisterRequest, 'actor'>) => Promise<RegisterAnswer>;

/** Nest's token for it. */
export const REGISTRAR = Symbol('Registrar');

/** What every mutation takes beside its input. */
@ArgsType()
class RegisterArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'The same key registers once: repeat a command with it when no answer came (*idempotensnyckel*).',
  })
  idempotencyKey?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The revision that the stream had when it was looked at, -1 for none; a conflict where it has another (*förväntad revision*).',
  })
  expectedRevision?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The `position` of the answer that was decided from; a conflict where somebody has moved the same figure since (*sett till och med*).',
  })
  seen?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Ties together what belongs together, an opaque id (*sammanhang*).',
  })
  correlationId?: string | null;
}

/** A mutation for each command that somebody registers by hand. */
@Resolver()
export class RegisteringResolver {
  readonly #register: Registrar;

  constructor(@Inject(REGISTRAR) registrar: Registrar) {
    this.#register = registrar;
  }

  /** What the mutations below share: they differ in their input only. */
  protected register(command: RegisterCommand, input: object, args: RegisterArgs): Promise<RegisterAnswer> {
    const { idempotencyKey, expectedRevision, seen, correlationId } = args;
    return this.#register({
      command: commandOf(command, dataOfInput(command.shape, input) as object),
      ...(typeof idempotencyKey === 'string' ? { idempotencyKey } : {}),
      ...(typeof expectedRevision === 'number' ? { expectedRevision } : {}),
      ...(typeof seen === 'string' ? { seen } : {}),
      ...(typeof correlationId === 'string' ? { correlationId } : {}),
    });
  }

  static {
    for (const command of registerCommands()) {
      const name = command.name.slice(0, 1).toLowerCase() + command.name.slice(1);
      const method = {
        configurable: true,
        writable: true,
        value: function (this: RegisteringResolver, input: object, args: RegisterArgs) {
          return this.register(command, input, args);
        },
      };
      const mutations = RegisteringResolver.prototype;
      Object.defineProperty(mutations, name, method);
      const Input = inputType(command.shape);
      // As the compiler notes it of methods that are written out.
      Reflect.defineMetadata('design:paramtypes', [Object, RegisterArgs], mutations, name);
      Args('input', { type: () => Input, description: 'What to register (*innehåll*).' })(mutations, name, 0);
      Args({ type: () => RegisterArgs })(mutations, name, 1);
      Mutation(() => RegisterResult, { description: command.description })(mutations, name, method);
    }
  }
}

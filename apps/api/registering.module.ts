import { Module, type DynamicModule } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { LedgerError } from '#amount';
import { RecordCommand, RecordingModule } from '#recording';
import { register } from '../shared/registering/register.js';
import type { LedgerAccess } from './ledger-access.js';
import { REGISTRAR, type Registrar } from './resolvers/registering.js';

@Module({})
class RegisteringModule {}

/** Registering over the command bus: what the mutations ask goes to the handlers of recording, as the actor given. */
export function registering({ store, answers }: LedgerAccess, actor: string): DynamicModule {
  if (store === undefined || answers === undefined)
    return moduleWith([{ provide: REGISTRAR, useValue: refuse }]);
  const overBus = (bus: CommandBus): Registrar => {
    const record: Parameters<typeof register>[1]['record'] = (request) =>
      bus.execute(new RecordCommand(request));
    return (request) => register({ ...request, actor }, { store, answers, record });
  };
  return moduleWith(
    [{ provide: REGISTRAR, useFactory: overBus, inject: [CommandBus] }],
    [RecordingModule.forRoot({ store, answers })],
  );
}

function moduleWith(
  providers: NonNullable<DynamicModule['providers']>,
  imports: NonNullable<DynamicModule['imports']> = [],
): DynamicModule {
  return { module: RegisteringModule, imports, providers, exports: [REGISTRAR] };
}

const refuse: Registrar = async () => {
  throw new LedgerError('LOG_READ_ONLY', 'this server has no log to register in', {
    hint: 'Ask one that serves a ledger.',
  });
};

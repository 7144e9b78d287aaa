import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '#event-store';
import type { AnswersSource } from './answers-source.js';
import { ImportCommandHandler, RecordCommandHandler } from './handlers.js';
import { ImportRunner } from './import-runner.js';
import { Recorder } from './recorder.js';

/** What recording needs: a log to write to, and a read model to ask. Both stay the caller's to close. */
export interface RecordingOptions {
  readonly store: EventStore;
  readonly answers: AnswersSource;
  /** Where ids come from that do not derive from a key or a cell. Default: random UUIDs. */
  readonly newId?: () => string;
}

/** The write side as a Nest module: `RecordCommand` and `ImportCommand` on the CommandBus. */
@Module({})
export class RecordingModule {
  static forRoot(options: RecordingOptions): DynamicModule {
    const { store, answers, newId = randomUUID } = options;
    return {
      module: RecordingModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: Recorder, useValue: new Recorder({ store, answers, newId }) },
        { provide: ImportRunner, useValue: new ImportRunner({ store, answers }) },
        RecordCommandHandler,
        ImportCommandHandler,
      ],
      exports: [CqrsModule, Recorder, ImportRunner],
    };
  }
}

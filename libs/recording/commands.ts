import { Command } from '@nestjs/cqrs';
import type { ImportRequest, Imported } from './import-runner.js';
import type { RecordRequest } from './record-request.js';
import type { Recorded } from './recorder.js';

/** Records what one command of the domain gives. */
export class RecordCommand extends Command<Recorded> {
  constructor(readonly request: RecordRequest) {
    super();
  }
}

/** Imports documents, as a whole. */
export class ImportCommand extends Command<Imported> {
  constructor(readonly request: ImportRequest) {
    super();
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ImportCommand, RecordCommand } from './commands.js';
import { ImportRunner, type Imported } from './import-runner.js';
import { Recorder, type Recorded } from './recorder.js';

/*
 * One handler for every command of the domain: which rules hold is told by the command's type, in the domain's table of
 * deciders. A handler class for each would say the same three words, load, decide, append, forty times.
 */

@CommandHandler(RecordCommand)
export class RecordCommandHandler implements ICommandHandler<RecordCommand> {
  constructor(@Inject(Recorder) private readonly recorder: Recorder) {}

  execute(command: RecordCommand): Promise<Recorded> {
    return this.recorder.record(command.request);
  }
}

@CommandHandler(ImportCommand)
export class ImportCommandHandler implements ICommandHandler<ImportCommand> {
  constructor(@Inject(ImportRunner) private readonly runner: ImportRunner) {}

  execute(command: ImportCommand): Promise<Imported> {
    return this.runner.run(command.request);
  }
}

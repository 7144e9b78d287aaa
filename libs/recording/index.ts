export type { AnswersSource } from './answers-source.js';
export { ImportCommand, RecordCommand } from './commands.js';
export * from './import-runner.js';
export type { RecordRequest } from './record-request.js';
export * from './recorder.js';
export * from './recording.module.js';

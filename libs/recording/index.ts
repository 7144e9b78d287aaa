export type { AnswersSource } from './answers-source.js';
export { ImportCommand, RecordCommand } from './commands.js';
export * from './import-runner.js';
export * from './recorder.js';
export * from './recording.module.js';

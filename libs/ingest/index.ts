export * from './compare.js';
export { EVENT_BYTES_MAX, LINES_MAX, type ImportPlan, type PlannedEvent } from './import-plan.js';
export { DESCRIPTOR } from './data-package/descriptor.js';
export {
  columnsOf,
  packageOf,
  readDataPackage,
  type DataPackage,
  type FileName,
  type PackageRecords,
  type ReadFile,
} from './data-package/package.js';
export type * from './document/document.js';
export { sentenceHash, sentencesOf } from './document/sentence.js';
export { planDataPackage } from './data-package/plan.js';

export { CAUSES_COLUMNS, causesRowsIn, causesRowsOf, isCausesFile } from './causes/causes-file.js';
export {
  causeLines,
  planCausesFile,
  type KnownDocument,
  type KnownLedger,
} from './causes/plan-causes-file.js';
export { FILE_BYTES_MAX } from './document/limits.js';
export type { Fate } from './held/changed.js';
export { factsOf, settle, corrections, type Settlement, type SettleOptions } from './held/settle.js';
export type { StoredFact } from './held/holding.js';
export { printsApart } from './held/prints-apart.js';
export { EVENT_BYTES_MAX, LINES_MAX, type ImportPlan, type PlannedEvent } from './import-plan.js';
export { DESCRIPTOR } from './data-package/descriptor.js';
export {
  columnsOf,
  packageOf,
  readDataPackage,
  readRecords,
  type DataPackage,
  type FileName,
  type PackageRecords,
  type ReadFile,
} from './data-package/package.js';
export { assembleTables } from './document/assemble.js';
export type * from './document/document.js';
export type { HiddenDigits } from './document/hidden-digits.js';
export { isNumericCell } from './document/numeric-cell.js';
export { readDocument } from './document/read-document.js';
export { sentenceHash, sentencesOf } from './document/sentence.js';
export { planDataPackage } from './data-package/plan.js';
export type { DocumentFacts } from './understanding/document-facts.js';
export type { CsvRow } from './csv.js';
export type { NotUnderstood } from './understanding/table-kind.js';
export {
  planDocuments,
  type DocumentFile,
  type PlannedDocument,
  type RefusedDocument,
} from './understanding/plan-documents.js';
export { profileLabel, type Profile } from './profile/profile.js';
export { readProfile } from './profile/read-profile.js';
export { profileTemplate } from './profile/template.js';
export { readSie } from './sie/read-sie.js';
export type * from './sie/sie-file.js';
export { understandSie, type UnderstoodSie } from './sie/understand-sie.js';
export { packageOfLedger, type ExportedPackage } from './export/package-of-ledger.js';
export { packageFiles } from './export/write-package.js';
export { readPackage } from './understanding/read-package.js';
export { csvOf, regenerated } from './data-package/regenerate.js';
export { understandDocument, type UnderstoodDocument } from './understanding/understand-document.js';

export * from './import-plan.js';
export { DESCRIPTOR, readDataPackage, type DataPackage, type ReadFile } from './data-package/package.js';
export { planDataPackage } from './data-package/plan.js';

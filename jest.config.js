// Jest as native ES modules: run it with `npm run jest -- <path>`, which gives Node the flag that this needs.
/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Subpath imports (#amount …) resolve to the TypeScript sources by the condition `source`, as in tsconfig.base.json.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  roots: ['<rootDir>'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/ledger/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
          // Node asks for `with { type: 'json' }` on the schemas of events; swc would drop it.
          experimental: { keepImportAttributes: true },
        },
      },
    ],
  },
  setupFiles: ['<rootDir>/test/support/property-seed.ts'],
  // By itself Jest leaves one core of two idle. A worker that has run many suites keeps their modules: it is begun anew.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1.5GB',
  // Property tests and a booted server both take seconds when two cores are shared.
  testTimeout: 30_000,
};

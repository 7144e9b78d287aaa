// What may import what (see CONTRIBUTING.md). Tests may reach for more: fixtures, fast-check, a file system.

const tests = ['\\.test\\.ts$', '^test/', '^(libs/[^/]+|projections)/testing/'];

/** Each library with the libraries it may use; they are reached by their index (`#amount`), never by a file inside. */
const mayUse = {
  amount: [],
  ledger: ['amount'],
  domain: ['amount', 'ledger'],
  'event-store': ['amount'],
  ingest: ['amount', 'ledger', 'domain'],
  recording: ['amount', 'ledger', 'domain', 'event-store'],
};

const directions = Object.entries(mayUse).map(([library, uses]) => ({
  name: `${library}-uses-only-${uses.join('-') || 'itself'}`,
  comment: `libs/${library} may use ${uses.length ? uses.map((name) => `#${name}`).join(', ') : 'no other library'}.`,
  severity: 'error',
  from: { path: `^libs/${library}/`, pathNot: tests },
  to: { path: '^libs/', pathNot: [library, ...uses].map((name) => `^libs/${name}/`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'libs-are-at-the-bottom',
      comment: 'Dependencies run one way: apps → projections → libs.',
      severity: 'error',
      from: { path: '^libs/', pathNot: tests },
      to: { path: '^(apps|projections)/' },
    },
    {
      name: 'projections-know-no-app',
      severity: 'error',
      from: { path: '^projections/', pathNot: tests },
      to: { path: '^apps/' },
    },
    {
      name: 'api-knows-no-cli',
      comment: '`liggaren serve` starts the API, so the command line may import it; not the other way.',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: tests },
      to: { path: '^apps/cli/' },
    },
    {
      name: 'a-library-is-its-index',
      comment: 'Another library is imported by its subpath (#ledger), not by a file inside it.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/index\\.ts$'] },
    },
    {
      name: 'libraries-and-projections-by-their-index',
      severity: 'error',
      from: { path: '^(apps|projections)/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/index\\.ts$' },
    },
    {
      name: 'one-folder-knows-the-client',
      comment:
        'Whatever takes the place of @eventstore/db-client is a change of libs/event-store/eventstoredb.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: [...tests, '^libs/event-store/eventstoredb/'] },
      to: { path: 'node_modules/(@eventstore/|@kurrent/|@grpc/|google-protobuf/)' },
    },
    {
      name: 'the-client-is-behind-the-port',
      comment: 'The adapter is reached by what it opens; the rest of the log knows nothing of its server.',
      severity: 'error',
      from: {
        path: '^libs/event-store/(?!eventstoredb/)',
        pathNot: [...tests, '^libs/event-store/index\\.ts$'],
      },
      to: { path: '^libs/event-store/eventstoredb/' },
    },
    {
      name: 'pure-of-packages',
      comment: 'amount, ledger and domain use no framework and no database: decimal.js only.',
      severity: 'error',
      from: { path: '^libs/(amount|ledger)/', pathNot: tests },
      to: { path: 'node_modules', pathNot: 'node_modules/decimal\\.js/' },
    },
    {
      name: 'domain-validates-with-ajv',
      comment: 'domain holds events against their JSON schemas with ajv, and uses no other package.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: tests },
      to: { path: 'node_modules', pathNot: 'node_modules/ajv/' },
    },
    {
      name: 'pure-of-node',
      comment: 'amount and ledger use nothing of Node.',
      severity: 'error',
      from: { path: '^libs/(amount|ledger)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-hashes-only',
      comment: 'domain derives ids with createHash of node:crypto and uses nothing else of Node.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-build-output',
      comment: 'Sources never import what is built from them.',
      severity: 'error',
      from: {},
      to: { path: '^dist/' },
    },
    {
      name: 'no-tests-in-sources',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'declared',
      comment: 'A package that is imported stands in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages',
      comment: 'The page of /graphiql is bundled with what it needs when the project is built.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: [...tests, '^apps/graphiql/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['^coverage/', '^apps/dashboard/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Subpath imports (#amount) resolve to sources by this condition.
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

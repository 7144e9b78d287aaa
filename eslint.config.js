// Type-aware rules; the quick ones are oxlint's (.oxlintrc.json), layout is prettier's.
import tseslint from 'typescript-eslint';

const sources = ['apps/**/*.ts', 'libs/**/*.ts', 'projections/**/*.ts', 'test/**/*.ts'];
const tests = ['**/*.test.ts', 'test/**/*.ts'];

/** A test that does not run proves nothing. */
const testsThatDoNotRun = [
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo)$/]',
    message: 'Every test runs.',
  },
  {
    selector: 'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
    message: 'Every test runs.',
  },
];

/** Amounts are exact: a binary float is never made of one. */
const floats = [
  {
    selector: 'CallExpression[callee.property.name="toNumber"]',
    message: 'An amount never becomes a binary float.',
  },
  {
    selector: 'CallExpression[callee.name="parseFloat"]',
    message: 'An amount never becomes a binary float.',
  },
  {
    selector: 'CallExpression[callee.property.name="parseFloat"]',
    message: 'An amount never becomes a binary float.',
  },
];

/** amount, ledger and domain answer from what they are given: no clock, no randomness, no surroundings. */
const clocksAndDice = [
  {
    selector: 'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]',
    message: 'A pure library has no clock.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'A pure library has no clock.',
  },
  {
    selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    message: 'A pure library has no randomness.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(randomUUID|randomBytes)$/]',
    message: 'A pure library has no randomness.',
  },
  { selector: 'MemberExpression[object.name="process"]', message: 'A pure library has no surroundings.' },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', 'ledger/**', 'data/**'] },
  // Nothing may switch a rule off from inside a file.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: sources,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/graphiql/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      // A union that grows must be met wherever it is told apart.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // An asynchronous port may be kept by something that never waits.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...testsThatDoNotRun, ...floats],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'projections/**/*.ts'],
    ignores: tests,
    // A file is one thing.
    rules: { 'max-lines': ['error', { max: 450 }] },
  },
  {
    files: ['libs/amount/**/*.ts', 'libs/ledger/**/*.ts', 'libs/domain/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', ...floats, ...clocksAndDice] },
  },
  {
    files: tests,
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
);

import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { contextFiles, ignoredBy } from './context.js';
import {
  copied,
  environmentOf,
  execForm,
  readDockerfile,
  type Instruction,
  type Stage,
} from './dockerfile.js';

const stages = readDockerfile(readFileSync('Dockerfile', 'utf8'));
const isIgnored = ignoredBy(readFileSync('.dockerignore', 'utf8'));
const [build, image] = stages as [Stage, Stage];
const instructions = stages.flatMap((stage) => stage.instructions);

function named(name: string, stage: Stage = image): Instruction[] {
  return stage.instructions.filter((instruction) => instruction.name === name);
}

describe('the Dockerfile', () => {
  it('builds in one stage, and takes from it into another on the same image', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', undefined]);
    expect(build.image).toBe(image.image);
  });

  it('names its image by version and distribution, of a Node that the project runs on', () => {
    expect(image.image).toMatch(/^node:(20|22|24)-[a-z]+-slim$/);
    expect(image.image).toContain(`:${readFileSync('.nvmrc', 'utf8').trim()}-`);
  });

  it('runs as the user that the image has for it, by commands that no shell stands before', () => {
    expect(named('USER').map(({ text }) => text)).toEqual(['node']);
    const user = image.instructions.findIndex(({ name }) => name === 'USER');
    const root = image.instructions.findLastIndex(({ name }) => name === 'RUN' || name === 'COPY');
    expect(user).toBeGreaterThan(root);
    expect(execForm(named('CMD')[0]?.text ?? '')).toEqual(['node', 'scripts/start.mjs']);
    const check = named('HEALTHCHECK')[0]?.text ?? '';
    expect(execForm(check.replace(/^CMD /, ''))?.[2]).toContain('/health/ready');
  });

  it('has the manners of a Dockerfile', () => {
    expect(instructions.some(({ name }) => name === 'ADD' || name === 'MAINTAINER' || name === 'SHELL')).toBe(
      false,
    );
    for (const { text } of instructions.filter(({ name }) => name === 'WORKDIR')) expect(text).toMatch(/^\//);
    for (const { text } of instructions.filter(({ name }) => name === 'RUN')) {
      expect(text).not.toMatch(/\bsudo\b|\bcurl\b|\bwget\b|npm install\b|chmod 777/);
      if (!text.includes('apt-get install')) continue;
      expect(text).toMatch(/apt-get update && apt-get install --yes --no-install-recommends /);
      expect(text).toMatch(/&& rm -rf \/var\/lib\/apt\/lists\/\*$/);
    }
    // The packages before the sources: a change of the sources does not install them again.
    const names = build.instructions.map(({ name, text }) => `${name} ${text}`);
    expect(names.findIndex((text) => text.includes('npm ci'))).toBeLessThan(names.indexOf('COPY . .'));
    const secrets = Object.keys({ ...environmentOf(build), ...environmentOf(image) });
    expect(secrets.filter((name) => /SECRET|TOKEN|PASSWORD|KEY/.test(name))).toEqual([]);
  });

  it('copies what is there, and what .dockerignore lets through', () => {
    const files = contextFiles('.', isIgnored);
    for (const instruction of instructions.filter(
      ({ name, flags }) => name === 'COPY' && !flags.has('from'),
    )) {
      for (const source of copied(instruction).sources) {
        if (source === '.') continue;
        expect(existsSync(source)).toBe(true);
        expect(files.some((path) => path === source || path.startsWith(`${source}/`))).toBe(true);
      }
    }
    // Made by the build, or by npm ci before it.
    const made = new Set(['node_modules', 'dist']);
    for (const instruction of named('COPY').filter(({ flags }) => flags.get('from') === 'build')) {
      for (const source of copied(instruction).sources) {
        const path = source.replace(/^\/app\//, '');
        if (!made.has(path))
          expect(files.some((file) => file === path || file.startsWith(`${path}/`))).toBe(true);
      }
    }
  });

  it('copies what the program reads when it runs, and nothing that only developing needs', () => {
    const paths = named('COPY').flatMap((instruction) =>
      copied(instruction).sources.map((source) => source.replace(/^\/app\//, '')),
    );
    // The folders and files that package.json says make up the program, but for its scripts and the schema's text.
    const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
    const needed = files.filter((path) => path !== 'scripts' && path !== 'schema.graphql');
    expect(paths).toEqual(expect.arrayContaining([...needed, 'package.json', 'node_modules', 'LICENSE']));
    expect(paths.filter((path) => path.startsWith('scripts'))).toEqual([
      'scripts/start.mjs',
      'scripts/liggaren.mjs',
    ]);
    expect(paths.filter((path) => /^(apps|libs|projections|test|tsconfig|docs|\.)/.test(path))).toEqual([]);
    expect(
      named('RUN', build).some(({ text }) => /rm -r dist\/test .*npm prune --omit=dev$/.test(text)),
    ).toBe(true);
    // The link to it is run as a command.
    expect(statSync('scripts/liggaren.mjs').mode & 0o111).not.toBe(0);
  });

  it('keeps the ledger on a volume that belongs to its user', () => {
    const { LIGGAREN_LEDGER: ledger = '', LIGGAREN_PORT: port } = environmentOf(image);
    expect(named('VOLUME').map(({ text }) => text)).toEqual([ledger]);
    expect(named('RUN')[0]?.text).toContain(`install --directory --owner=node --group=node ${ledger}`);
    expect(named('EXPOSE').map(({ text }) => text)).toEqual([port]);
  });
});

describe('.dockerignore', () => {
  it.each([
    '.git/HEAD',
    'node_modules/ajv/package.json',
    'dist/apps/cli/main.js',
    'ledger/log.sqlite',
    'my-ledger/log.sqlite',
    '.env',
    'budget-2031.docx',
    'Dockerfile',
  ])('leaves %s out', (path) => {
    expect(isIgnored(path)).toBe(true);
  });

  it.each([
    'package.json',
    '.npmrc',
    'libs/ledger/index.ts',
    'projections/ledger/model.ts',
    'data/rows.csv',
    'test/bench/main.ts',
  ])('lets %s through', (path) => {
    expect(isIgnored(path)).toBe(false);
  });

  it('is read as Docker reads it', () => {
    const ignored = ignoredBy('# none\n*.log\n**/*.tmp\ndocs/*/private\n!docs/a/private\nout/\n');
    const left = ['a.log', 'x/a.tmp', 'a.tmp', 'docs/b/private', 'docs/b/private/x', 'out/deep/y'];
    expect(left.filter((path) => !ignored(path))).toEqual([]);
    const kept = ['x/a.log', 'docs/a/private', 'docs/private', 'outer', 'a/out'];
    expect(kept.filter((path) => ignored(path))).toEqual([]);
  });
});

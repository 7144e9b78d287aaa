import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface Package {
  readonly license?: string;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
}

const project = read('package.json') as Package;
const running = Object.keys({ ...project.dependencies, ...project.optionalDependencies });
const developing = Object.keys(project.devDependencies ?? {});
const [runningRows, developingRows] = rowsOfSections();

/** Licences that ask for no more than to be named; EUPL-1.2 takes works under them in. */
const PERMISSIVE =
  /^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|\(MIT OR WTFPL\)|\(BSD-3-Clause AND Apache-2\.0\)|\(BSD-2-Clause OR MIT OR Apache-2\.0\))$/;

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Undefined for an optional package that npm has left out on this Node. */
function installed(name: string): Package | undefined {
  const path = `node_modules/${name}/package.json`;
  return existsSync(path) || project.optionalDependencies?.[name] === undefined
    ? (read(path) as Package)
    : undefined;
}

/** The packages that docs/dependencies.md names: those that run, and those that build and test. */
function rowsOfSections(): [Row[], Row[]] {
  const text = readFileSync('docs/dependencies.md', 'utf8');
  const [runs = '', builds = ''] = (text.split('Overrides in')[0] ?? '').split('What builds and tests');
  return [rowsOf(runs), rowsOf(builds)];
}

function rowsOf(section: string): Row[] {
  const lines = section.split('\n').filter((line) => line.startsWith('| `'));
  return lines.flatMap((line) => {
    const cells = line.split(' | ').map((cell) => cell.replace(/^\| /, ''));
    const names = (cells[0] ?? '').replace(/\(an alias of .*\)/, '').matchAll(/`([^`]+)`/g);
    return [...names].map(([, name = '']) => ({ name, cells }));
  });
}

/** `^18 || >=20` → 18 */
function oldestNode({ engines }: Package): string {
  return /\d+/.exec(engines?.node ?? '')?.[0] ?? '–';
}

describe('docs/dependencies.md', () => {
  it('has a row for each package of package.json, and no other', () => {
    expect(runningRows.map(({ name }) => name).toSorted()).toEqual(running.toSorted());
    expect(developingRows.map(({ name }) => name).toSorted()).toEqual(developing.toSorted());
  });

  it('says under which licence each is', () => {
    for (const { name, cells } of [...runningRows, ...developingRows]) {
      const { license } = installed(name) ?? { license: cells[1] };
      expect([name, (cells[1] ?? '').split(', ').includes(license ?? '')]).toEqual([name, true]);
    }
  });

  it('says from which Node each runs, and none that is always loaded needs more than the project', () => {
    const said = new Map<string, Set<string>>();
    for (const { cells } of runningRows) said.set(cells[0] ?? '', new Set());
    for (const { name, cells } of runningRows) {
      const found = installed(name);
      said.get(cells[0] ?? '')?.add(found === undefined ? (cells[2] ?? '') : oldestNode(found));
    }
    for (const { cells } of runningRows) {
      // Several packages in a row: the newest that one of them asks for.
      const oldest = [...(said.get(cells[0] ?? '') ?? [])].toSorted((a, b) => Number(b) - Number(a));
      expect([cells[0], cells[2]]).toEqual([cells[0], oldest.find((node) => node !== '–') ?? '–']);
    }
    for (const name of Object.keys(project.dependencies ?? {})) {
      const oldest = oldestNode(installed(name) ?? {});
      expect([name, oldest === '–' || Number(oldest) <= 20]).toEqual([name, true]);
    }
  });
});

describe('package-lock.json', () => {
  const { packages } = read('package-lock.json') as {
    packages: Record<string, Package & { dev?: boolean; resolved?: string }>;
  };

  it('installs for use nothing that asks for more than to be named', () => {
    const others = Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && dev !== true)
      .filter(([, { license }]) => !PERMISSIVE.test(license ?? ''));
    expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });

  it('names no address that packages are fetched from', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});

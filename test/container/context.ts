import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Tells whether .dockerignore leaves a path of the context out. The last line that fits decides, as with Docker. */
export function ignoredBy(text: string): (path: string) => boolean {
  const lines = text.split('\n').map((line) => line.trim());
  const rules = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '')) }));
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.keeps === false;
}

/** A pattern begins at the root of the context, and fits what is below what it names too. */
function patternOf(line: string): RegExp {
  const parts = line.replace(/^\/|\/$/g, '').split('/');
  const source = parts.map((part, index) => {
    if (part === '**') return index === parts.length - 1 ? '.*' : '(?:.*/)?';
    const glob = part.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*');
    return index === parts.length - 1 ? glob : `${glob}/`;
  });
  return new RegExp(`^${source.join('')}(?:/.*)?$`);
}

/** The files that an engine would be given to build from, as paths below the root with `/`. */
export function contextFiles(root: string, isIgnored: (path: string) => boolean, below = ''): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (!entry.isDirectory()) return isIgnored(path) ? [] : [path];
    // Nothing that is kept lies in one of these, and they are large.
    if (isIgnored(path) && (entry.name === 'node_modules' || entry.name === '.git')) return [];
    return contextFiles(root, isIgnored, path);
  });
}

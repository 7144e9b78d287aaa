import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { sentencesOf } from '#ingest';
import { documentFiles, itWithDocuments } from '../support/documents.js';
import { publishedPackage } from './published.js';

/* Figures, terms and labels of the published documents are in the repository; their sentences are not, nor their people. */

const FOLDERS = ['apps', 'data', 'docs', 'libs', 'profiles', 'projections', 'scripts', 'test'];
const TEXTS = /\.(?:ts|mjs|md|csv|json|yaml|txt|graphql)$/;
const WORDS_MIN = 8;

/** Every text of the repository, with single spaces. */
function texts(): { file: string; text: string }[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => TEXTS.test(name))
      .map((name) => ({
        file: join(folder, name),
        text: readFileSync(join(folder, name), 'utf8').replaceAll(/\s+/g, ' '),
      })),
  );
}

describe('the repository', () => {
  itWithDocuments('has no sentence of the published documents, labels of rows and headings apart', () => {
    const { rows, tables, goals } = publishedPackage();
    const labels = [
      ...rows.flatMap(({ row }) => row.split(' > ')),
      ...tables.map(({ title }) => title),
      ...goals.map(({ values }) => values['words'] ?? ''),
    ].flatMap(sentencesOf);
    const allowed = new Set(labels);
    const sentences = new Set(
      documentFiles().flatMap(({ bytes }) =>
        sentencesOf(bytes.toString('utf8')).filter(
          (sentence) =>
            /[.!?]$/.test(sentence) && sentence.split(' ').length >= WORDS_MIN && !allowed.has(sentence),
        ),
      ),
    );
    const files = texts();
    const found = [...sentences].flatMap((sentence) =>
      files.filter(({ text }) => text.includes(sentence)).map(({ file }) => `${file}: ${sentence}`),
    );
    expect(sentences.size).toBeGreaterThan(500);
    expect(found).toEqual([]);
  });

  itWithDocuments('names none of the people that the published documents name', () => {
    const names = new Set(
      documentFiles().flatMap(({ bytes }) => {
        const text = bytes.toString('utf8');
        return [
          // "Anna Andersson (M)", and the part of an address that is a name.
          ...[...text.matchAll(/(\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+) \((?:M|KD|SD|V|S|C|L|MP)\)/gu)].map(
            (m) => m[1] ?? '',
          ),
          ...[...text.matchAll(/\b(\p{L}+\.\p{L}+)@/gu)].map((m) => m[1] ?? ''),
        ];
      }),
    );
    expect(names.size).toBeGreaterThan(3);
    const files = texts();
    expect(
      [...names].flatMap((name) => files.filter(({ text }) => text.includes(name)).map(({ file }) => file)),
    ).toEqual([]);
  });
});

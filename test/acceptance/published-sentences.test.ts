import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sentenceHash, sentencesOf } from '#ingest';
import { documentFiles, itWithDocuments } from '../support/documents.js';
import { publishedPackage } from './published.js';

/* What is known only by a sentence stands in data/ with the sentence's hash: who has the document finds it again. */

const { documents, causes, relative, statements } = publishedPackage();
const taken = [...causes, ...relative, ...statements].map(({ values }) => ({
  id: values['cause'] ?? values['relative'] ?? values['statement'] ?? '',
  document: values['document'] ?? '',
  hashes: (values['sentence'] ?? '').split(' '),
}));

describe('what is taken from the running text of the published documents', () => {
  it('names the sentences that say it', () => {
    expect(taken.length).toBeGreaterThan(100);
    expect(taken.filter(({ hashes }) => !hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash)))).toEqual([]);
  });

  itWithDocuments('stands in the document that it names', () => {
    const hashesOf = new Map(
      documentFiles().map(({ bytes }) => [
        createHash('sha256').update(bytes).digest('hex'),
        new Set(sentencesOf(bytes.toString('utf8')).map(sentenceHash)),
      ]),
    );
    const missing = taken.filter(({ document, hashes }) => {
      const { sha256 = '' } = documents.find(({ id }) => id === document) ?? {};
      return hashes.some((hash) => hashesOf.get(sha256)?.has(hash) !== true);
    });
    expect(missing).toEqual([]);
  });
});

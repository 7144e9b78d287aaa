import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { takeApplierLock } from './applier-lock.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liggaren-lock-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the right to apply events', () => {
  it('is had by one at a time', () => {
    const lock = takeApplierLock(folder);
    expect(takeApplierLock(folder)).toBeNull();
    lock?.release();
    const next = takeApplierLock(folder);
    expect(next).not.toBeNull();
    next?.release();
  });

  it('is refused, with what to do, where the folder or the file may not be written', () => {
    takeApplierLock(folder)?.release();
    for (const readOnly of [folder, join(folder, 'read-model.applier.sqlite')]) {
      expect(() => takeApplierLock(folder, (path) => path !== readOnly)).toThrow(
        expect.objectContaining({ code: 'LOG_READ_ONLY', place: { file: readOnly } }),
      );
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { edit, files, type Refused } from '../testing/refused.js';
import { refusalOf } from '../testing/sjovik.js';

/** Files and resources that are not there or not of the package. */
const REFUSED: readonly Refused[] = [
  {
    what: 'no descriptor',
    of: { ...files, 'datapackage.json': undefined as unknown as string },
    code: 'MISSING_FILE',
    says: 'no datapackage.json',
    place: { file: 'datapackage.json' },
    hint: 'folder',
  },
  {
    what: 'a file that is not there',
    of: { ...files, 'rows.csv': undefined as unknown as string },
    code: 'MISSING_FILE',
    says: 'rows.csv',
    place: { file: 'rows.csv' },
    hint: 'Add the file',
  },
  {
    what: 'a resource that is not there',
    of: edit('datapackage.json', '"name": "cells"', '"name": "celler"'),
    code: 'MISSING_RESOURCE',
    says: 'no resource "cells"',
    place: { file: 'datapackage.json', field: 'resources' },
    hint: 'documents, units',
  },
  {
    what: 'a resource twice',
    of: edit('datapackage.json', '"name": "names"', '"name": "cells"'),
    code: 'DESCRIPTOR_UNREADABLE',
    says: '"cells" is named twice',
    place: { file: 'datapackage.json', field: 'resources[13]' },
    hint: 'Keep one',
  },
  {
    what: 'a descriptor that is no JSON',
    of: { ...files, 'datapackage.json': '{"name": ' },
    code: 'DESCRIPTOR_UNREADABLE',
    says: 'is not JSON',
    place: { file: 'datapackage.json' },
    hint: 'frictionless',
  },
  {
    what: 'a descriptor that describes nothing',
    of: { ...files, 'datapackage.json': 'null' },
    code: 'DESCRIPTOR_UNREADABLE',
    says: 'needs a name',
    place: { file: 'datapackage.json' },
    hint: 'frictionless',
  },
  {
    what: 'a resource that is nothing',
    of: { ...files, 'datapackage.json': '{"name":"x","resources":[null]}' },
    code: 'DESCRIPTOR_UNREADABLE',
    says: 'resources[0] needs',
    place: { file: 'datapackage.json', field: 'resources[0]' },
    hint: 'frictionless',
  },
  ...[
    '../secret.csv',
    '/etc/passwd',
    'a/../../b.csv',
    'https://example.org/cells.csv',
    'C:\\cells.csv',
    '..\\cells.csv',
  ].map((path): Refused => ({
    what: `the path ${path}`,
    of: edit('datapackage.json', '"path": "cells.csv"', `"path": ${JSON.stringify(path)}`),
    code: 'DESCRIPTOR_UNREADABLE',
    says: 'leads out of the package',
    place: { file: 'datapackage.json', field: 'resources[6].path' },
    hint: 'below the folder',
  })),
];

describe('a package is refused for', () => {
  it.each(REFUSED)('$what', ({ of, code, says, place, hint }) => {
    const error = refusalOf(of);
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.place).toMatchObject(place);
    expect(error.hint).toContain(hint);
    expect(error.hint).not.toBe('');
  });
});

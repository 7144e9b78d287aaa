import { describe, expect, it } from '@jest/globals';
import { readProfile } from '../profile/read-profile.js';
import { planDocuments } from '../understanding/plan-documents.js';

const PROFILE = `
profile: sjovik
version: 1
municipality: { id: sjovik, name: Sjöviks kommun }
recognisedBy: [Sjöviks kommun]
`;

const ACCOUNTS = 300;
const OBJECTS = 75;
const MONTHS = 12;
const SLOW_MS = 60_000;

/** An export of type 3: each account by month, whole and by object. */
function manyAmounts(): Uint8Array {
  const lines = [
    '#FLAGGA 0',
    '#FORMAT PC8',
    '#SIETYP 3',
    '#FNAMN "Sjoviks kommun"',
    '#RAR 0 20240101 20241231',
    '#OMFATTN 20241231',
    '#DIM 1 "Ansvar"',
  ];
  for (let object = 0; object < OBJECTS; object++) lines.push(`#OBJEKT 1 "${object}" "Ansvar ${object}"`);
  for (let account = 4000; account < 4000 + ACCOUNTS; account++) {
    lines.push(`#KONTO ${account} "Konto ${account}"`);
    for (let month = 1; month <= MONTHS; month++) {
      const period = `2024${String(month).padStart(2, '0')}`;
      lines.push(`#PSALDO 0 ${period} ${account} {} ${OBJECTS}.00`);
      for (let object = 0; object < OBJECTS; object++)
        lines.push(`#PSALDO 0 ${period} ${account} {1 "${object}"} 1.00`);
    }
  }
  return Buffer.from(lines.join('\r\n'));
}

describe('a SIE file of hundreds of thousands of amounts', () => {
  it(
    'is planned, though it has more of them than cells are read of a document',
    async () => {
      const profile = readProfile('sjovik.yaml', PROFILE);
      const [planned] = await planDocuments(
        [{ fileName: 'stor.se', bytes: manyAmounts() }],
        [profile],
        profile,
      );
      expect(planned?.kind).toBe('planned');
    },
    SLOW_MS,
  );
});

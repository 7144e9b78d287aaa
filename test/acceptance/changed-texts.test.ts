import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readProfile, type Profile } from '#ingest';
import { sjovikProfile } from '../../libs/ingest/testing/documents.js';
import { documentFiles, itWithDocuments } from '../support/documents.js';
import { amountOf, otherTexts, reread } from '../support/reread.js';
import { Digits } from './digits.js';

/*
 * A wrong digit in the text of a document: its tables are understood as they were, and the number is reported.
 *
 * With LIGGAREN_ALL_DIGITS=1 in every cell of money of the published documents (minutes); without it in one of some.
 */
const ALL = process.env['LIGGAREN_ALL_DIGITS'] === '1';
const STEP = ALL ? 1 : 150;
const OWN_STEP = ALL ? 1 : 5;
const FULL_RUN_MS = 1_800_000;

interface Tried {
  tried: number;
  reported: number;
  /** Within the tolerance of rounding, or compared with nothing. */
  notTold: number;
  readonly restructured: string[];
  readonly missed: string[];
}

async function tryDigits(
  text: string,
  fileName: string,
  profiles: readonly Profile[],
  step: number,
): Promise<Tried> {
  const right = await reread(text, fileName, profiles);
  const digits = new Digits(right.book);
  const told: Tried = { tried: 0, reported: 0, notTold: 0, restructured: [], missed: [] };
  for (const [n, { text: other, place }] of [...otherTexts(text, right.moneyLines)].entries()) {
    if (n % step !== 0) continue;
    told.tried++;
    const read = await reread(other, fileName, profiles);
    if (read.structure.join('\n') !== right.structure.join('\n'))
      told.restructured.push(`${fileName} ${place}`);
    const differs = [...read.findings].some((finding) => !right.findings.has(finding));
    const mended = [...right.findings].some((finding) => !read.findings.has(finding));
    const isBeyond = [...right.entries].some(([key, entry]) => {
      const before = amountOf(entry);
      const now = read.entries.get(key);
      const after = now === undefined ? null : amountOf(now);
      if (before === null || after === null || before === after) return false;
      return (
        digits.isCompared(entry) && digits.isBeyondTolerance({ entry, altered: entry, by: after - before })
      );
    });
    if (differs || mended) told.reported++;
    else if (isBeyond) told.missed.push(`${fileName} ${place}`);
    else told.notTold++;
  }
  return told;
}

/** Sums of every kind, among them buffers of nought in a summary. */
const SJOVIK = `# Kommunstyrelsens budget 2031

**Beslutande instans:** Kommunstyrelsen

**Datum för beslut:** 2030-11-18

Sjöviks kommun

## 1 Inledning

Sjöviks kommun växer.

## 2 Resurser

### 2.1 Ledningskontoret

#### 2.1.1 Resultat

##### 2.1.1.1 Ekonomiskt sammandrag (tkr)

Post	Bokslut 2029	Budget 2030	Prognos 2030	Budget 2031
Summa intäkter	847	907	907	1 000
Summa kostnader	-137 053	-143 307	-144 307	-145 700
Buffert (endast i budget)	0	0		0
Nettokostnader	-136 206	-142 400	-143 400	-144 700
Kommunbidrag	136 950	142 400	142 400	144 700
Resultat	744	0	-1 000	0

### 2.2 Verksamhet 2031

Tkr	Bokslut 2029	Budget 2030	Prognos 2030	Budget 2031
**Stab**				
Intäkt	500	600	600	650
Kostnad	-37 053	-43 307	-44 307	-45 700
Nettokostnad	-36 553	-42 707	-43 707	-45 050
**Arkiv**				
Intäkt	347	307	307	350
Kostnad	-100 000	-100 000	-100 000	-100 000
Nettokostnad	-99 653	-99 693	-99 693	-99 650
**Totalt**				
Intäkt	847	907	907	1 000
Kostnad	-137 053	-143 307	-144 307	-145 700
Nettokostnad	-136 206	-142 400	-143 400	-144 700

## 3 Investeringar

Projekt	Budget 2030	Budget 2031	Plan 2032
Kaj	1 100	2 200	300
Inv.	525	550	575
Summa	1 625	2 750	875
`;

describe(`one wrong digit in the text (${ALL ? 'of every cell' : 'of some cells'})`, () => {
  it('changes no structure of a document of our own, and is reported wherever a sum has it', async () => {
    const told = await tryDigits(SJOVIK, 'budget.md', [sjovikProfile()], OWN_STEP);
    expect({ restructured: told.restructured, missed: told.missed }).toEqual({
      restructured: [],
      missed: [],
    });
    expect(told.tried).toBeGreaterThan(10);
    expect(told.reported / told.tried).toBeGreaterThan(0.9);
  });

  itWithDocuments(
    'changes no structure of the published documents, and is reported wherever a sum has it',
    async () => {
      const profiles = readdirSync('profiles')
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => readProfile(name, readFileSync(`profiles/${name}`, 'utf8')));
      const all: Tried[] = [];
      for (const { name, bytes } of documentFiles()) {
        all.push(await tryDigits(bytes.toString('utf8'), name, profiles, STEP));
      }
      expect(all.flatMap(({ restructured }) => restructured)).toEqual([]);
      expect(all.flatMap(({ missed }) => missed)).toEqual([]);
      const sum = (count: (told: Tried) => number): number => all.reduce((n, told) => n + count(told), 0);
      expect(sum(({ reported }) => reported) / sum(({ tried }) => tried)).toBeGreaterThan(0.75);
      if (ALL) {
        console.info(
          `${sum((t) => t.tried)} tried, ${sum((t) => t.reported)} reported, ${sum((t) => t.notTold)} not compared or within rounding`,
        );
      }
    },
    FULL_RUN_MS,
  );
});

import { describe, expect, it } from '@jest/globals';
import type { ComparabilityAnswer } from '#projections';
import { comparabilityLines, comparabilityNotes } from './comparability-text.js';

const MOVED: ComparabilityAnswer = {
  kind: 'unitMoved',
  what: 'Planenheten hör från och med maj till samhällsbyggnadsnämnden och inte längre till kommunstyrelsen',
  from: 'Kommunstyrelsen > Planenheten',
  to: 'Samhällsbyggnadsnämnden > Planenheten',
  since: '2023-05',
  judgedBy: 'profile alingsas',
  source: null,
  restatable: false,
  rows: [['Planenheten'], ['Totalt']],
  columns: ['outcome'],
};

describe('what sets two things apart', () => {
  it('is told in sentences, each with its full stop', () => {
    const renamed = { ...MOVED, kind: 'lineRenamed', since: null, rows: [['Gata']] } as const;
    expect(comparabilityNotes([MOVED, renamed])).toEqual([
      'Jämförbarhet: Flyttad verksamhet: Kommunstyrelsen > Planenheten → Samhällsbyggnadsnämnden > Planenheten från 2023-05 (bedömt av profile alingsas). Planenheten hör från och med maj till samhällsbyggnadsnämnden och inte längre till kommunstyrelsen. Rader: Planenheten; Totalt. Kan inte räknas om: det saknas uppgifter.',
      'Jämförbarhet: Ny benämning: Kommunstyrelsen > Planenheten → Samhällsbyggnadsnämnden > Planenheten (bedömt av profile alingsas). Rader: Gata.',
    ]);
  });

  it('is broken at words to the width of the terminal, or to a hundred characters, and goes on further in', () => {
    for (const width of [undefined, 60]) {
      const lines = comparabilityLines([MOVED], width, '  ');
      expect(lines.length).toBeGreaterThan(2);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width ?? 100);
      expect(lines[0]).toMatch(/^ {2}Jämförbarhet: /);
      for (const line of lines.slice(1)) expect(line).toMatch(/^ {4}\S/);
      expect(lines.map((line) => line.trim()).join(' ')).toBe(comparabilityNotes([MOVED])[0]);
    }
  });
});

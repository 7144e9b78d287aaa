import { describe, expect, it } from '@jest/globals';
import type { RowFormula } from './declaration.js';
import type { Reading } from './figure.js';
import { findingId, Reconciler } from './reconciler.js';
import type { Answers } from './testing/answers.js';
import { printed, within } from './testing/figures.js';
import { story, type Said, type Story } from './testing/story.js';

const sumOf = (...measures: string[]): RowFormula => ({
  operation: 'sum',
  terms: measures.map((measure) => ({ coefficient: 1n, measure })),
});

/** What does not agree: kind, id, printed, computed, class, and the entries concerned. */
function findings(is: Answers, readings: readonly Reading[]): string[] {
  const reconciler = new Reconciler(is.evaluator);
  return readings.flatMap((reading) =>
    reconciler.of(reading).map(({ id, class: kind, asserted }) => {
      const places = asserted.places.map((entry) => entry.id).join(' ');
      const numbers = `${printed(asserted.stated)} mot ${printed(asserted.computed)}`;
      return `${asserted.kind} ${id}: ${numbers} ${kind}: ${places}`;
    }),
  );
}

describe('the net of a total against nets that are only stated', () => {
  const at = within({ unit: 'sjovik/ks', period: '2024', basis: 'forecast' });
  const of = (measure: string, line = 'total'): Reading => at(`${line}@T1`, { measure });
  const lines = ['Vägar', 'Bistånd'];
  const readings = ['revenue', 'cost', 'net'].flatMap((measure) =>
    [...lines, 'total'].map((line) => of(measure, line)),
  );

  interface Given {
    readonly aid?: number | '-';
    readonly total?: number;
    readonly roads?: number;
    readonly terms?: boolean;
  }

  function told({ aid = 0, total = -142, roads = -142, terms = true }: Given, said: Said = {}): Story {
    const source: Said = { source: 'planering/verksamhet/rad', ...said };
    const is = story(at).full(of('cost'));
    is.layout(of('cost'), lines, {
      table: 'verksamhet',
      measures: ['revenue', 'cost'],
      formulas: [...lines, 'total'].map((line) => ({
        line,
        measure: 'net',
        formula: sumOf('revenue', 'cost'),
      })),
    });
    is.state(of('revenue', 'Vägar'), 1, { ...source, id: 'vägar intäkt' });
    is.state(of('cost', 'Vägar'), -143, { ...source, id: 'vägar kostnad' });
    is.state(of('net', 'Vägar'), roads, { ...source, id: 'vägar netto' });
    is.state(of('revenue', 'Bistånd'), 0, { ...source, id: 'bistånd intäkt' });
    is.state(of('cost', 'Bistånd'), '-', { ...source, id: 'bistånd kostnad' });
    if (aid !== '-') is.state(of('net', 'Bistånd'), aid, { ...source, id: 'bistånd netto' });
    if (terms) {
      is.state(of('revenue'), 1, { ...source, id: 'totalt intäkt' });
      is.state(of('cost'), -143, { ...source, id: 'totalt kostnad' });
    }
    is.state(of('net'), total, { ...source, id: 'totalt netto' });
    return is;
  }

  it('is silent where they add up', () => {
    told({}).inEveryOrder((is) => expect(findings(is, readings)).toEqual([]));
    told({ aid: '-' }).inEveryOrder((is) => expect(findings(is, readings)).toEqual([]));
  });

  it('is a sum that names the net that nothing of its own row is held against', () => {
    told({ aid: 9 }).inEveryOrder((is) => {
      expect(is.value(of('net', 'Bistånd'))).toBe('9 partsNotStated statedOnly');
      expect(is.value(of('net'))).toBe('−142 computed partsNotStated');
      expect(findings(is, readings)).toEqual([
        'sum totalt netto:lines: −142 mot −133 discrepancy: totalt netto vägar netto bistånd netto',
      ]);
    });
  });

  it('is not told twice where its own terms say the same', () => {
    told({ total: -100 }).inEveryOrder((is) => {
      expect(findings(is, readings)).toEqual([
        'net totalt netto: −100 mot −142 discrepancy: totalt netto totalt intäkt totalt kostnad',
      ]);
    });
  });

  it('is equal where a total has the net that its own terms lack, which is told of those', () => {
    told({ aid: 9, total: -133 }).inEveryOrder((is) => {
      expect(findings(is, readings)).toEqual([
        'net totalt netto: −133 mot −142 discrepancy: totalt netto totalt intäkt totalt kostnad',
      ]);
    });
  });

  it('follows on from a net of a line that is off by itself', () => {
    told({ aid: 9, roads: -151, terms: false, total: -142 }).inEveryOrder((is) => {
      expect(findings(is, readings)).toEqual([
        'net vägar netto: −151 mot −142 discrepancy: vägar netto vägar intäkt vägar kostnad',
        'sum totalt netto:lines: −142 mot −133 followOn: totalt netto vägar netto bistånd netto',
      ]);
    });
  });

  it('is of the table that prints the lines: another table is held against that one', () => {
    const is = told({ aid: 9 });
    is.state(of('net'), -142, { source: 'planering/sammandrag/rad', table: 1, id: 'sammandrag netto' });
    is.inEveryOrder((answers) => {
      expect(findings(answers, readings)).toEqual([
        'sum totalt netto:lines: −142 mot −133 discrepancy: totalt netto vägar netto bistånd netto',
      ]);
    });
  });

  it('is of the lines below a group of which no net is printed', () => {
    const is = story(at).full(of('cost'));
    const all = ['Stöd', 'Stöd > Bistånd', 'Stöd > Råd'];
    is.layout(of('cost'), all, {
      table: 'verksamhet',
      measures: ['revenue', 'cost'],
      formulas: [...all, 'total'].map((line) => ({
        line,
        measure: 'net',
        formula: sumOf('revenue', 'cost'),
      })),
    });
    const source: Said = { source: 'planering/verksamhet/rad' };
    for (const line of all.slice(1)) {
      is.state(of('revenue', line), 0, source);
      is.state(of('cost', line), line === 'Stöd > Råd' ? -50 : '-', source);
      is.state(of('net', line), line === 'Stöd > Råd' ? -50 : -70, { ...source, id: line });
    }
    is.state(of('net'), -110, { ...source, id: 'totalt netto' });
    is.inEveryOrder((answers) => {
      const found = findings(
        answers,
        [...all, 'total'].map((line) => of('net', line)),
      );
      expect(found).toContain(
        'sum totalt netto:lines: −110 mot −120 discrepancy: totalt netto Stöd > Bistånd Stöd > Råd',
      );
    });
  });

  it('is nothing where a line has no net that is known', () => {
    const is = story(at).full(of('cost'));
    is.layout(of('cost'), lines, {
      table: 'verksamhet',
      measures: ['revenue', 'cost'],
      formulas: [...lines, 'total'].map((line) => ({
        line,
        measure: 'net',
        formula: sumOf('revenue', 'cost'),
      })),
    });
    is.state(of('net', 'Bistånd'), -7, { source: 'planering/verksamhet/rad' });
    is.state(of('revenue', 'Vägar'), 1, { source: 'planering/verksamhet/rad' });
    is.state(of('net'), -110, { source: 'planering/verksamhet/rad' });
    is.inEveryOrder((answers) => expect(findings(answers, readings)).toEqual([]));
  });

  it('has an id of its own, beside that of the entry', () => {
    const entry = told({}).statement(of('net'), 1, { id: 'e/1' });
    expect(findingId({ entry, kind: 'sum', acrossLines: true })).toBe('e/1:lines');
    expect(findingId({ entry, kind: 'sum' })).toBe('e/1');
  });
});

describe('a result beside a blank grant', () => {
  const at = within({ unit: 'sjovik/ks', period: '2024' });
  const of = (measure: string, basis: 'forecast' | 'budget' | 'outcome', edition: string): Reading =>
    at(`total@${edition}`, { measure, basis });
  const forecast = (measure: string): Reading => of(measure, 'forecast', 'T1');
  const source: Said = { source: 'planering/sammandrag/rad' };
  const formulas = [{ line: 'total', measure: 'result', formula: sumOf('net', 'grant') }];

  function told(result: number, basis: 'forecast' | 'outcome' = 'forecast'): Story {
    const edition = basis === 'forecast' ? 'T1' : '2024-08';
    const cell = (measure: string): Reading => of(measure, basis, edition);
    const is = story(at).full(cell('net'));
    is.layout(cell('net'), [], { table: 'sammandrag', measures: ['net', 'grant'], plain: true, formulas });
    is.state(cell('net'), -148_599, { ...source, id: 'netto' });
    is.state(cell('grant'), '-', { ...source, id: 'bidrag' });
    is.state(cell('result'), result, { ...source, id: 'resultat' });
    return is;
  }

  function granted(is: Story, amount: number, said: Said = source, edition = '2024'): Story {
    const grant = of('grant', 'budget', edition);
    is.full(grant).state(grant, amount, { id: `bidrag ${edition}`, ...said });
    return is;
  }

  const found = (is: Answers): string[] => findings(is, [forecast('net'), forecast('result')]);

  it('is held against the grant of the budget in the same table', () => {
    granted(told(5218), 153_817).inEveryOrder((is) => {
      expect(is.value(forecast('result'))).toBe('5 218 partsNotStated statedOnly');
      expect(found(is)).toEqual([]);
    });
    granted(told(9999), 153_817).inEveryOrder((is) => {
      expect(is.value(forecast('result'))).toBe('9 999 partsNotStated statedOnly');
      expect(found(is)).toEqual([
        'deviation resultat: 9 999 mot 5 218 discrepancy: resultat netto bidrag 2024',
      ]);
    });
  });

  it('is held against nothing where the table has no grant of that year, or two that differ', () => {
    told(9999).inEveryOrder((is) => expect(found(is)).toEqual([]));
    granted(told(9999), 153_817, { source: 'annan/tabell/rad' }).inEveryOrder((is) =>
      expect(found(is)).toEqual([]),
    );
    granted(granted(told(9999), 153_817), 160_000, source, '2024:2').inEveryOrder((is) =>
      expect(found(is)).toEqual([]),
    );
  });

  it('is held against nothing in an outcome, which has another share of it', () => {
    granted(told(9999, 'outcome'), 153_817).inEveryOrder((is) =>
      expect(findings(is, [of('result', 'outcome', '2024-08')])).toEqual([]),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { fromDecimal, toDecimal } from '#amount';
import { entriesOf, invalidity, type EventOf, type EventType } from '#domain';
import { Book, difference, Evaluator, type Reading } from '#ledger';
import { eventsOf, planOf, sjovik, withLine, type Files } from '../testing/sjovik.js';
import { LINES_MAX } from '../import-plan.js';

const files = sjovik();
const plan = planOf(files);
const events = eventsOf(plan);

function all<T extends EventType>(type: T, of = events): EventOf<T>['data'][] {
  return of.filter((event) => event.type === type).map((event) => event.data as EventOf<T>['data']);
}

function evaluatorOf(of: Files): Evaluator {
  return new Evaluator(new Book(eventsOf(planOf(of)).flatMap((event) => [...entriesOf(event)])));
}

const evaluator = evaluatorOf(files);

function drift(line: string[], measure: string, basis: Reading['basis'], edition: string): Reading {
  return { unit: 'sjovik/ks/drift', area: 'operations', period: '2030', line, measure, basis, edition };
}

function tkr(reading: Reading): string | null {
  const { amount } = evaluator.value(reading);
  return amount === null ? null : toDecimal(amount, 'tkr');
}

describe('a planned package', () => {
  it('has a stream for each thing it follows, and each id once', () => {
    expect(plan.name).toBe('sjovik');
    expect(plan.documents).toEqual(['b'.repeat(64), 'c'.repeat(64)]);
    expect(plan.streams.map(({ stream }) => stream)).toContain('budget-sjovik/ks/drift|2030');
    expect(plan.streams.map(({ stream }) => stream)).toContain('land-project-sjovik/ks|norra-kajen');
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('holds valid events that are plain JSON: nothing undefined, no number that is an amount', () => {
    for (const event of events) {
      expect(invalidity(event)).toBeUndefined();
      expect(JSON.parse(JSON.stringify(event))).toStrictEqual(event);
    }
  });

  it('reads what is printed in the canonical sign, and keeps the printed text and its cell', () => {
    const approved = all('ProjectApproved')[0]?.lines[0];
    expect(approved).toMatchObject({
      line: ['Norra kajen', 'Gator'],
      amount: '-4000',
      printed: { text: '4 000', decimals: 0, sign: -1 },
      source: {
        table: 'budget-2030/mark',
        row: 'Norra kajen > Gator',
        column: 'Godkänd utgift',
        printed: '4 000',
      },
    });
    expect(tkr(drift(['Hamnen'], 'cost', 'budget', '2030:1'))).toBe('-12000');
    expect(tkr(drift(['Torget'], 'cost', 'budget', '2030:2'))).toBe('-300');
  });

  it('marks what is preliminary, and takes blank and "-" for not stated', () => {
    const outcome = all('OutcomeReported')[0];
    expect(outcome).toMatchObject({ through: '2030-08' });
    expect(outcome?.lines[0]).toMatchObject({ amount: '790', preliminary: true });
    const bryggor = all('BudgetAdopted').map(({ lines }) =>
      lines.find(({ line }) => line[0] === 'Torget bryggor'),
    );
    expect(bryggor.map((line) => line?.amount)).toEqual([null, null]);
    expect(bryggor.map((line) => line?.source?.printed)).toEqual(['', '-']);
    expect(tkr(drift(['Torget bryggor'], 'cost', 'budget', '2030:2'))).toBeNull();
  });

  it('takes totals and nets for assertions: they are computed', () => {
    expect(tkr(drift([], 'cost', 'budget', '2030:2'))).toBe('-11550');
    expect(evaluator.value(drift([], 'cost', 'budget', '2030:2')).marks.has('computed')).toBe(true);
    expect(tkr(drift(['Hamnen'], 'net', 'budget', '2030:1'))).toBe('-10800');
  });

  it('lets the document that decides an edition stand before the one that quotes it', () => {
    const quoted = all('BudgetAdopted').find(({ lines }) => lines[0]?.source?.document === 'c'.repeat(64));
    expect(quoted?.lines.map(({ rank }) => rank?.authority)).toEqual([1, 1, 1]);
    const { standing } = evaluator.statements(drift(['Hamnen'], 'cost', 'budget', '2030:2'));
    expect(standing?.source?.document).toBe('b'.repeat(64));
  });

  it('explains a change by its causes with decision, amount and precision', () => {
    const [from, to] = ['2030:1', '2030:2'].map((edition) => drift(['Hamnen'], 'cost', 'budget', edition));
    const split = difference(evaluator, from as Reading, to as Reading);
    expect(split.difference).toBe(fromDecimal('750', 'tkr'));
    expect(split.unexplained).toBe(fromDecimal('-50', 'tkr'));
    expect(split.changes[0]?.change).toMatchObject({
      cause: { id: 'effektivisering', kind: 'efficiency' },
      decision: { body: 'Kommunfullmäktige', date: '2029-10-15', paragraph: '§ 88' },
      precision: fromDecimal('50', 'tkr'),
    });
    expect(all('ChangeExplained')[0]?.lines[1]?.amount).toBeNull();
  });

  it('takes a change without a reading to lead from for one of the budget in force', () => {
    expect(all('BudgetChanged')).toMatchObject([
      { edition: '2030:3', cause: { kind: 'temporary', until: '2031' }, lines: [{ amount: '-400' }] },
    ]);
    expect(all('BudgetChanged')[0]?.lines[0]).not.toHaveProperty('from');
    // Proposed: listed and not counted.
    expect(tkr(drift(['Hamnen'], 'cost', 'budget', '2030:3'))).toBe('-11650');
  });

  it('takes a rescinded sale for one event, whatever it moves', () => {
    expect(all('LandSaleRescinded')).toMatchObject([
      { sale: 'havd-tomt', repaid: '110', moves: [{ basis: 'outcome' }, { basis: 'forecast' }] },
    ]);
  });

  it('infers what a text states as a difference, and lays it out as the text does', () => {
    expect(tkr(drift(['Hamnen'], 'cost', 'forecast', 'T1'))).toBe('-11750');
    expect(tkr(drift(['Torget'], 'cost', 'forecast', 'T1'))).toBe('-280');
    expect(tkr(drift([], 'cost', 'forecast', 'T1'))).toBe('-12030');
    const layout = all('LayoutStated').find(({ edition }) => edition === 'T1');
    expect(layout).toMatchObject({ unitOfMeasure: 'tkr', title: 'Prognosen i april återges bara i text.' });
    expect(layout?.rows.map(({ path }) => path)).toEqual([['Hamnen'], ['Torget'], ['Kostnader']]);
  });

  it('takes a column of movements for changes of the edition before in line', () => {
    expect(all('ApprovalExtended')).toMatchObject([
      {
        edition: '2030',
        project: 'norra-kajen',
        decision: { body: 'Kommunstyrelsen' },
        cause: { id: 'utokning' },
      },
    ]);
    const nets = all('TotalStated').flatMap(({ edition, lines }) => (edition === '2030' ? lines : []));
    expect(nets).toMatchObject([{ measure: 'net', amount: '-500', from: { edition: '2029' } }]);
  });

  it('counts an edition without a table as not known, and declares it known when its table comes', () => {
    const declared = all('EditionDeclared').map(({ edition, known }) => [edition, known]);
    expect(declared.filter(([, known]) => known === false)).toEqual([['2030:3', false]]);
    const column = 'uppfoljning-2030/drift,5,Budget 2030:3,reading,budget,2030:3,2030,canonical,,,,,,';
    const later = eventsOf(planOf(withLine(files, 'columns.csv', column)));
    const ids = new Map(later.map((event) => [event.id, event]));
    const before = events.find(
      (event) => event.type === 'EditionDeclared' && event.data.edition === '2030:3',
    );
    expect(ids.has(before?.id ?? '')).toBe(false);
    expect(all('EditionDeclared', later).find(({ edition }) => edition === '2030:3')?.known).toBe(true);
  });

  it('names lines, judged where no source says that they are the same', () => {
    expect(all('LineNamed')).toEqual([
      { unit: 'sjovik/ks/drift', area: 'operations', line: ['Hamn'], is: { kind: 'alias', of: ['Hamnen'] } },
      {
        unit: 'sjovik/ks/drift',
        area: 'operations',
        line: ['Hamn och torg'],
        is: { kind: 'merger', parts: [['Hamnen'], ['Torget']] },
        judgedBy: 'fixture',
      },
    ]);
  });

  it('needs none of the files that explain', () => {
    const { name, resources } = JSON.parse(files['datapackage.json'] ?? '') as {
      name: string;
      resources: { name: string }[];
    };
    const optional = new Set(['causes', 'changes', 'relative', 'statements', 'layouts', 'names']);
    const fewer = resources.filter((r) => !optional.has(r.name));
    const columns = (files['columns.csv'] ?? '').split('\n').filter((line) => !line.includes(',change,'));
    const cells = (files['cells.csv'] ?? '').split('\n').filter((line) => !line.includes(',Utökning,'));
    const descriptor = JSON.stringify({ name, resources: fewer });
    const bare = {
      ...files,
      'datapackage.json': descriptor,
      'columns.csv': columns.join('\n'),
      'cells.csv': cells.join('\n'),
    };
    expect(eventsOf(planOf(bare)).some(({ type }) => type === 'ChangeExplained')).toBe(false);
  });

  it('divides a long table into several events a column, in the order of its rows', () => {
    const rows = Array.from({ length: 2 * LINES_MAX }, (_, n) => n);
    const added = {
      ...files,
      'rows.csv': rows.reduce(
        (text, n) => `${text}uppfoljning-2030/drift,${n + 10},Post ${n},leaf,Post ${n},cost,,,,\n`,
        files['rows.csv'] ?? '',
      ),
      'cells.csv': rows.reduce(
        (text, n) => `${text}uppfoljning-2030/drift,Post ${n},Prognos 2030,-${n}\n`,
        files['cells.csv'] ?? '',
      ),
    };
    const revised = all('ForecastRevised', eventsOf(planOf(added)));
    expect(revised.map(({ lines }) => lines.length)).toEqual([LINES_MAX, LINES_MAX, 3]);
    const amounts = revised.flatMap(({ lines }) => lines.map(({ amount }) => Number(amount)));
    expect(amounts.slice(3)).toEqual(rows.map((n) => (n === 0 ? 0 : -n)));
  });
});

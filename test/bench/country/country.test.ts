import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf, importStepOf, requireSound, type DomainEvent } from '#domain';
import { openSqliteEventStore, type EventStore, type RecordedEvent } from '#event-store';
import { Book, effectsOf, Evaluator, type LoggedEvent } from '#ledger';
import { openReadLedger, type OpenReadLedger, type ViewRequest } from '#projections';
import { country, municipalitiesOf, type Occasion } from './country.js';
import { makeCountryLog } from './country-log.js';

const SIZE = { entries: 40_000, municipalities: 2 };
const ENTRIES = SIZE.entries;

describe('the country of the large benchmark', () => {
  const occasions: Occasion[] = [...country(SIZE)];
  const recorded = occasions.flatMap((occasion) => occasion.recorded);

  it('is the same every time, and another with another seed', () => {
    const hash = (seed: number): string => {
      const sum = createHash('sha256');
      for (const occasion of country({ entries: 3_000, seed })) sum.update(JSON.stringify(occasion));
      return sum.digest('hex');
    };
    expect(hash(1)).toBe(hash(1));
    expect(hash(2)).not.toBe(hash(1));
  });

  it('is recorded in the order of time', () => {
    const times = occasions.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  });

  it('says of readings what it counts, with events that keep every rule', () => {
    const ids = new Set<string>();
    for (const { event, entries } of recorded) {
      requireSound(event as unknown as DomainEvent);
      const said = entriesOf(event).filter(
        (r) =>
          r.kind === 'statement' ||
          r.kind === 'change' ||
          r.kind === 'statedDifference' ||
          r.kind === 'correction',
      );
      if (event.type !== 'EntryWithdrawn') expect(said).toHaveLength(entries);
      ids.add(event.id);
    }
    expect(ids.size).toBe(recorded.length);
  });

  it('has as many entries as are asked for, and hardly more', () => {
    const said = recorded.reduce((sum, { entries }) => sum + entries, 0);
    expect(said).toBeGreaterThanOrEqual(ENTRIES);
    expect(said).toBeLessThan(ENTRIES + 1_000);
    expect(municipalitiesOf(10_000_000)).toBe(290);
  });

  it('corrects, withdraws and explains late what was recorded before', () => {
    const entries = new Set<string>();
    const counts = new Map<string, number>();
    let late = 0;
    for (const { at, recorded: together } of occasions) {
      for (const { event, entries: said } of together) {
        counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
        const data = event.data as { corrects?: string; period?: string };
        if (data.corrects !== undefined) expect(entries).toContain(data.corrects);
        if (event.type.includes('Change') && Number(at.slice(0, 4)) > Number(data.period)) late++;
        for (let n = 0; n < said; n++) entries.add(`${event.id}/${n}`);
      }
    }
    const share = (type: string): number => (counts.get(type) ?? 0) / recorded.length;
    expect(late / recorded.length).toBeGreaterThan(0.02);
    expect(share('EntryCorrected')).toBeGreaterThan(0.002);
    expect(counts.get('EntryWithdrawn') ?? 0).toBeGreaterThan(0);
    expect(share('ImportCompleted')).toBeGreaterThan(0.005);
    expect(share('EditionDeclared')).toBeLessThan(0.3);
    for (const type of [
      'BudgetAdopted',
      'ForecastRevised',
      'OutcomeReported',
      'ChangeExplained',
      'LandSaleAgreed',
      'GoalAssessed',
    ]) {
      expect(counts.get(type) ?? 0).toBeGreaterThan(0);
    }
  });

  describe('as a ledger', () => {
    const folder = mkdtempSync(join(tmpdir(), 'liggaren-country-'));
    const logged: LoggedEvent[] = [];
    let store: EventStore;
    let ledger: OpenReadLedger;

    beforeAll(async () => {
      const path = await makeCountryLog(join(folder, 'log'), SIZE);
      store = await openSqliteEventStore({ path, mode: 'read' });
      ledger = openReadLedger({ folder, store });
      await ledger.ready;
      let seq = 0;
      for await (const event of store.readAll()) logged.push(loggedOf(event, ++seq));
    }, 60_000);

    afterAll(async () => {
      await ledger.close();
      await store.close();
      rmSync(folder, { recursive: true });
    });

    it('answers a table of 60 rows whose total is what the kernel makes of the events until then', () => {
      const year = '2012';
      const unit = 'kommun-001/ks/ledning';
      const request: ViewRequest = { view: 'budget-diff', unit, year, from: '2012:1', to: '2012:2' };
      for (const part of [0.6, 0.8, 1]) {
        const seq = Math.floor(logged.length * part);
        const view = ledger.reader.view(request, { asOf: `${store.logId}:${seq}` });
        expect(view.rows).toHaveLength(60);
        const records = effectsOf(logged.slice(0, seq)).flatMap((effect) => effect.records);
        const evaluator = new Evaluator(new Book(records));
        const at = { unit, area: 'operations', basis: 'budget' as const, period: year, edition: '2012:2' };
        for (const row of [0, 7, 57, 58]) {
          const { path, cells } = view.rows[row] as (typeof view.rows)[number];
          const line = row < 57 ? path : [];
          const { amount } = evaluator.value({ ...at, line, measure: row === 58 ? 'revenue' : 'cost' });
          const shown = cells.find(({ column }) => column === 'to')?.value ?? null;
          const printed = amount === null ? null : row === 58 ? amount : -amount;
          expect(shown === null ? null : BigInt(shown) * 1_000_000_000n).toBe(printed);
        }
      }
    });

    it('counts what is read from documents, and every entry', async () => {
      const { entries, documents, readModel } = await ledger.reader.status();
      expect(readModel.behind).toBe(0);
      expect(documents).toBeGreaterThan(0);
      // What stands in imports that are not complete is in no count.
      expect(entries).toBeGreaterThan(ENTRIES * 0.95);
    });
  });
});

function loggedOf(event: RecordedEvent, seq: number): LoggedEvent {
  const { id, recordedAt, metadata } = event;
  const importId = metadata['importId'];
  const lifecycle = importStepOf(event);
  return {
    seq,
    eventId: id,
    time: recordedAt,
    records: entriesOf(event),
    ...(importId === undefined ? {} : { importId }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
  };
}

import { describe, expect, it } from '@jest/globals';
import { eventOf, standingEvents, type CorrectedData, type DomainEvent } from '#domain';
import { given, idOf } from '../../../test/support/given.js';

const unit = 'sjovik/ks/stab';
const control = { unit, period: '2031', control: 'k-1' };
const planned = eventOf('ControlPlanned', { ...control, what: 'Stickprov' });
const recorded = eventOf('ControlOutcomeRecorded', { ...control, outcome: 'withRemark', through: '2031-08' });
const correcting = (n: number, is: CorrectedData) =>
  ({
    type: 'CorrectEvent',
    data: { corrects: idOf(n), is, nature: 'misread', reason: 'Fel avläst' },
  }) as const;
const withdrawing = (n: number) =>
  ({ type: 'WithdrawEvent', data: { corrects: idOf(n), reason: 'Dubblett' } }) as const;
const only = (events: readonly DomainEvent[]): DomainEvent => {
  const [event, ...others] = events;
  expect(others).toEqual([]);
  if (event === undefined) throw new Error('nothing was decided');
  return event;
};

describe('a correction of an event that is no entry', () => {
  const correction = only(given(planned, recorded).when(correcting(1, { outcome: 'notAssessed' })).events);

  it('records what was beside what is, and the rest as it was', () => {
    expect(correction).toMatchObject({
      type: 'EventCorrected',
      data: {
        corrects: idOf(1),
        event: 'ControlOutcomeRecorded',
        version: 1,
        was: { outcome: 'withRemark', through: '2031-08' },
        is: { ...control, outcome: 'notAssessed', through: '2031-08' },
        reason: 'Fel avläst',
      },
    });
  });

  it('leaves a field out that shall not be there, and keeps a null that says: not stated', () => {
    const without = only(given(recorded).when(correcting(0, { through: null })).events);
    expect(without).not.toHaveProperty('data.is.through');
    const deal = {
      unit,
      purchase: 'p-1',
      property: 'Ängen 1:1',
      price: '5',
      unitOfMeasure: 'tkr',
      date: '2031',
    } as const;
    expect(given(eventOf('LandAcquired', deal)).when(correcting(0, { price: null })).events).toMatchObject([
      { data: { is: { price: null } } },
    ]);
  });

  it('can be corrected, and what it took out cannot be once more', () => {
    const after = given(planned, recorded, correction);
    const refusal = after.when(correcting(1, { outcome: 'withoutRemark' })).refused('CONFLICT', 'corrects');
    expect(refusal.hint).toContain(idOf(2));
    const again = only(after.when(correcting(2, { outcome: 'withoutRemark' })).events);
    expect(again).toMatchObject({
      data: { was: { outcome: 'notAssessed' }, is: { outcome: 'withoutRemark' } },
    });
    after.when(withdrawing(2)).gives('EventWithdrawn');
  });

  it('of what was withdrawn conflicts, and the withdrawal is not corrected', () => {
    const gone = only(given(planned, recorded).when(withdrawing(1)).events);
    given(planned, recorded, gone)
      .when(correcting(1, { outcome: 'notAssessed' }))
      .refused('CONFLICT', 'corrects');
    given(planned, recorded, gone).when(withdrawing(2)).refused('EVENT_NOT_CORRECTABLE', 'corrects');
  });
});

describe('what is decided afterwards', () => {
  it('goes by what stands', () => {
    const deal = {
      unit,
      sale: 's-1',
      property: 'Ängen 1:1',
      price: '5',
      unitOfMeasure: 'tkr',
      date: '2031',
    } as const;
    const sold = [eventOf('LandSaleAgreed', deal), eventOf('LandSaleCompleted', deal)];
    const complete = { type: 'CompleteLandSale', data: deal } as const;
    given(...sold)
      .when(complete)
      .refused('SALE_COMPLETED', 'sale');
    const gone = only(given(...sold).when(withdrawing(1)).events);
    given(...sold, gone)
      .when(complete)
      .gives('LandSaleCompleted');
  });

  it('says nothing new where a correction says it already', () => {
    const plan = { type: 'PlanControl', data: { ...control, what: 'Stickprov av löner' } } as const;
    const correction = only(given(planned).when(correcting(0, { what: 'Stickprov av löner' })).events);
    given(planned, correction).when(plan).nothing();
  });
});

describe('the entries of an event that is corrected', () => {
  const at = {
    area: 'land',
    basis: 'approved',
    period: 'lifetime',
    edition: '2031',
    line: ['Norra'],
  } as const;
  const status = eventOf('ProjectStatusChanged', { unit, project: 'norra', scale: 'status', code: '2', at });

  it('are corrected with it', () => {
    const [whole, entry, ...others] = given(status).when(correcting(0, { code: '3' })).events;
    expect(others).toEqual([]);
    expect([whole, entry]).toMatchObject([
      { type: 'EventCorrected', data: { is: { code: '3' } } },
      {
        type: 'EntryCorrected',
        data: { corrects: `${idOf(0)}/0`, was: { amount: '2' }, is: { amount: '3' } },
      },
    ]);
  });

  it('and once more, from what stands by then', () => {
    const first = given(status).when(correcting(0, { code: '3' })).events;
    const [, entry] = given(status, ...first).when(correcting(1, { code: '4' })).events;
    expect(entry).toMatchObject({
      data: { corrects: `${idOf(2)}/0`, was: { amount: '3' }, is: { amount: '4' } },
    });
  });

  it('are withdrawn with it, and left alone where they are gone already', () => {
    given(status).when(withdrawing(0)).gives('EventWithdrawn', 'EntryWithdrawn');
    const gone = only(
      given(status).when({ type: 'WithdrawEntry', data: { corrects: `${idOf(0)}/0`, reason: 'Fel' } }).events,
    );
    given(status, gone).when(withdrawing(0)).gives('EventWithdrawn');
  });

  it('are not printed as they were, where the code is another', () => {
    const printed = { text: '2', decimals: 0, sign: 1 } as const;
    const shown = eventOf('ProjectStatusChanged', { ...status.data, printed });
    const [whole, entry] = given(shown).when(correcting(0, { code: '3' })).events;
    expect(whole).not.toHaveProperty('data.is.printed');
    expect(entry).not.toHaveProperty('data.is.printed');
    expect(
      given(shown).when(correcting(0, { code: '3', printed: { ...printed, text: '3' } })).events,
    ).toMatchObject([
      { data: { is: { printed: { text: '3' } } } },
      { data: { is: { printed: { text: '3' } } } },
    ]);
  });

  it('are left alone where they are as they were', () => {
    given(status)
      .when(correcting(0, { asAt: '2031-08' }))
      .gives('EventCorrected');
  });
});

it('of two corrections of one event the first counts, and one of what is not there waits for it', () => {
  const whole = { event: 'ControlOutcomeRecorded', version: 1, was: {}, reason: 'Fel' };
  const put = (id: string, corrects: string) => ({
    id,
    type: 'EventCorrected',
    data: { ...whole, corrects, is: { by: id } },
  });
  const said = { id: 'a', type: 'ControlOutcomeRecorded', data: {} };
  const stands = { id: 'd', first: said, by: { id: 'd' }, data: { by: 'd' } };
  expect(standingEvents([said, put('b', 'a'), put('c', 'a'), put('d', 'b')])).toMatchObject([stands]);
  expect(standingEvents([put('d', 'b'), put('b', 'a'), said])).toMatchObject([stands]);
  expect(standingEvents([put('b', 'a')])).toEqual([]);
});

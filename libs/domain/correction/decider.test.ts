import { entriesOf, eventOf, type BudgetAdopted, type EntryAmendment, type EntryData } from '#domain';
import { given, idOf } from '../../../test/support/given.js';

const frame = {
  unit: 'boras/ks/slk',
  area: 'operations',
  basis: 'budget',
  period: '2021',
  edition: '2021:2',
} as const;
const adopted: BudgetAdopted = {
  ...frame,
  rank: { authority: 0, table: 1, date: '2021-01-20', place: '2.1' },
  decision: { body: 'Kommunfullmäktige', date: '2021-01-20' },
  lines: [
    { line: ['Kommunledning'], measure: 'cost', amount: '-184619', unitOfMeasure: 'tkr' },
    { line: ['Gemensamt'], measure: 'cost', amount: '-1.5', unitOfMeasure: 'mnkr' },
  ],
};
const is: EntryData = {
  kind: 'statement',
  reading: { ...frame, line: ['Kommunledning'], measure: 'cost' },
  amount: '-184169',
  unitOfMeasure: 'tkr',
};
const e1 = `${idOf(0)}/0`;
const e2 = `${idOf(1)}/0`;
const stated = eventOf('BudgetAdopted', adopted);
const correcting = (corrects: string) =>
  ({ type: 'CorrectEntry', data: { corrects, is, nature: 'misread', reason: 'Felskrivning' } }) as const;
const withdrawing = (corrects: string) =>
  ({ type: 'WithdrawEntry', data: { corrects, reason: 'Dubblett' } }) as const;
const [corrected] = given(stated).when(correcting(e1)).events;
const [withdrawn] = given(stated, corrected!).when(withdrawing(e2)).events;

describe('a correction', () => {
  it('names the entry that stands, and records what was beside what is', () => {
    given(stated).when(correcting(e1)).gives('EntryCorrected');
    expect(corrected).toMatchObject({
      data: {
        corrects: e1,
        was: { kind: 'statement', amount: '-184619', unitOfMeasure: 'tkr' },
        is: { amount: '-184169' },
      },
    });
  });

  it('keeps the place of what it corrects: rank, publication and decision', () => {
    const { rank, decision } = adopted;
    expect(corrected).toMatchObject({ data: { is: { rank, decision, published: { date: '2021-01-20' } } } });
  });

  it('says what is otherwise, and the rest is as it was', () => {
    const printed = { text: '-184 619', decimals: 0, sign: 1 } as const;
    const before = eventOf('BudgetAdopted', { ...adopted, lines: [{ ...adopted.lines[0]!, printed }] });
    const amending = (what: EntryAmendment) =>
      given(before).when({
        type: 'CorrectEntry',
        data: { corrects: e1, is: what, nature: 'misread', reason: 'Felskrivning' },
      });
    const [event] = amending({ amount: '-184169' }).events;
    expect(event).toMatchObject({
      data: {
        was: { amount: '-184619', printed },
        is: { ...is, rank: adopted.rank, decision: adopted.decision },
      },
    });
    expect(event).not.toHaveProperty('data.is.printed');
    expect(amending({ reading: { line: ['Kansli'] } }).events[0]).toMatchObject({
      data: { is: { amount: '-184619', printed, reading: { ...is.reading, line: ['Kansli'] } } },
    });
    amending({}).refused('NOTHING_CORRECTED', 'is');
    amending({ amount: '1 300' }).refused('AMOUNT_UNREADABLE', 'is.amount');
  });

  it('of a change keeps the id of its cause', () => {
    const cause = { id: 'sparbeting-1', kind: 'saving', words: 'Sparbeting' };
    const line = { line: ['Kansli'], measure: 'cost', amount: '7', unitOfMeasure: 'tkr' } as const;
    const change = eventOf('BudgetChanged', { ...frame, cause, lines: [line] });
    const correcting = (what: EntryAmendment | EntryData) =>
      given(change).when({
        type: 'CorrectEntry',
        data: { corrects: e1, is: what, nature: 'misread', reason: 'Felskrivning' },
      }).events[0];
    const other = { kind: 'saving', words: 'Sparbeting 1 %' };
    expect(correcting({ cause: { words: 'Sparbeting 1 %' } })).toMatchObject({
      data: { is: { amount: '7', cause: { ...other, id: 'sparbeting-1' } } },
    });
    const whole: EntryData = {
      kind: 'change',
      reading: { ...frame, line: ['Kansli'], measure: 'cost' },
      amount: '9',
      unitOfMeasure: 'tkr',
      cause: other,
    };
    expect(correcting(whole)).toMatchObject({ data: { is: { cause: { ...other, id: 'sparbeting-1' } } } });
  });

  it('has a date of its own where it is an erratum', () => {
    const command = correcting(e1);
    given(stated)
      .when({ ...command, data: { ...command.data, nature: 'erratum' } })
      .refused('EVENT_INVALID', 'date');
    const [erratum] = given(stated).when({
      ...command,
      data: { ...command.data, nature: 'erratum', date: '2021-03-15' },
    }).events;
    expect(erratum).not.toHaveProperty('data.is.published');
    given(stated)
      .when({ ...command, data: { ...command.data, date: '2021-03-15' } })
      .refused('EVENT_INVALID', 'date');
  });

  // K10
  it('of an entry that was corrected conflicts, and names what stands now', () => {
    const refusal = given(stated, corrected!).when(correcting(e1)).refused('CONFLICT', 'corrects');
    expect(refusal.message).toContain(e2);
    given(stated, corrected!)
      .when({ ...correcting(e2), data: { ...correcting(e2).data, is: { ...is, amount: '-1' } } })
      .gives('EntryCorrected');
  });

  it('of an entry that was withdrawn conflicts', () => {
    given(stated, corrected!, withdrawn!).when(correcting(e2)).refused('CONFLICT', 'corrects');
    given(stated, corrected!, withdrawn!).when(withdrawing(e2)).refused('CONFLICT', 'corrects');
  });

  it('of no entry of the stream is refused', () => {
    given(stated)
      .when(correcting(`${idOf(7)}/0`))
      .refused('ENTRY_UNKNOWN', 'corrects');
    given(stated)
      .when(correcting(`${idOf(0)}/2`))
      .refused('ENTRY_UNKNOWN', 'corrects');
    given(stated, corrected!, withdrawn!)
      .when(correcting(`${idOf(2)}/0`))
      .refused('ENTRY_UNKNOWN', 'corrects');
  });

  it('of an entry whose import is not complete is refused', () => {
    given({ ...stated, id: idOf(0), effective: false })
      .when(correcting(e1))
      .refused('ENTRY_NOT_EFFECTIVE', 'corrects');
  });

  it('must correct something', () => {
    const command = correcting(e2);
    given(stated, corrected!).when(command).refused('NOTHING_CORRECTED', 'is');
  });

  it('may move an entry to another address', () => {
    const moved: EntryData = {
      ...is,
      reading: { ...is.reading, line: ['Nolhaga slott'] },
      amount: '-184619',
    };
    given(stated)
      .when({ ...correcting(e1), data: { ...correcting(e1).data, is: moved } })
      .gives('EntryCorrected');
  });
});

describe('a withdrawal', () => {
  it('records what was, in the unit that it was written in', () => {
    const [event] = given(stated).when(withdrawing(`${idOf(0)}/1`)).events;
    expect(event).toMatchObject({
      type: 'EntryWithdrawn',
      data: { was: { amount: '-1.5', unitOfMeasure: 'mnkr' } },
    });
  });

  it('takes a correction out of the entries, and puts nothing in', () => {
    expect(entriesOf({ ...withdrawn!, id: idOf(2) })).toMatchObject([
      { corrects: e2, nature: 'withdrawal', replacement: null },
    ]);
  });
});

describe('an added source', () => {
  const decision = { body: 'Kommunfullmäktige', date: '2020-11-25' };

  it('goes to an entry that stands', () => {
    given(stated)
      .when({ type: 'AddSource', data: { to: [e1], decision } })
      .gives('SourceAdded');
    given(stated, corrected!)
      .when({ type: 'AddSource', data: { to: [e1], decision } })
      .refused('CONFLICT', 'to[0]');
  });

  it('is a cell or a decision', () => {
    given(stated)
      .when({ type: 'AddSource', data: { to: [e1] } })
      .refused('EVENT_INVALID', 'source');
  });
});

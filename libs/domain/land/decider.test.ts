import {
  eventOf,
  type Answers,
  type LandSaleCompleted,
  type LandSaleRescinded,
  type ProjectApproved,
} from '#domain';
import { given } from '../../../test/support/given.js';

const deal: LandSaleCompleted = {
  sale: 'tomt-7',
  unit: 'alingsas/ks/exploatering',
  property: 'Exempel 1:2',
  price: '1158',
  unitOfMeasure: 'tkr',
  date: '2021-09-01',
};
const rescission: LandSaleRescinded = {
  sale: 'tomt-7',
  unit: 'alingsas/ks/exploatering',
  repaid: '1158',
  unitOfMeasure: 'tkr',
  date: '2023',
  reason: 'Köparen fick inte bygglov',
};
const agreed = eventOf('LandSaleAgreed', deal);
const completed = eventOf('LandSaleCompleted', deal);
const rescinded = eventOf('LandSaleRescinded', rescission);
const rescinding = (data: Partial<LandSaleRescinded> = {}) =>
  ({ type: 'RescindLandSale', data: { ...rescission, ...data } }) as const;

describe('a sale of land', () => {
  it('is agreed, then completed; or completed at once', () => {
    given().when({ type: 'AgreeLandSale', data: deal }).gives('LandSaleAgreed');
    given(agreed).when({ type: 'CompleteLandSale', data: deal }).gives('LandSaleCompleted');
    given().when({ type: 'CompleteLandSale', data: deal }).gives('LandSaleCompleted');
  });

  it('is agreed once and completed once', () => {
    given(agreed).when({ type: 'AgreeLandSale', data: deal }).refused('SALE_AGREED', 'sale');
    given(completed).when({ type: 'CompleteLandSale', data: deal }).refused('SALE_COMPLETED', 'sale');
  });
});

describe('a rescission', () => {
  it('refers to a completed sale', () => {
    given(agreed, completed).when(rescinding()).gives('LandSaleRescinded');
    given(agreed).when(rescinding()).refused('SALE_NOT_COMPLETED', 'sale');
  });

  it('happens once', () => {
    given(completed, rescinded).when(rescinding()).refused('SALE_RESCINDED', 'sale');
  });

  it('repays at most the price, in whatever unit', () => {
    given(completed)
      .when(rescinding({ repaid: '1158000', unitOfMeasure: 'kr' }))
      .gives('LandSaleRescinded');
    given(completed)
      .when(rescinding({ repaid: '1158001', unitOfMeasure: 'kr' }))
      .refused('REPAID_MORE_THAN_PRICE', 'repaid');
    given(completed)
      .when(rescinding({ repaid: null }))
      .gives('LandSaleRescinded');
    given(completed)
      .when(rescinding({ repaid: '-1158' }))
      .refused('EVENT_INVALID', 'repaid');
  });

  it('of a sale that the ledger never saw says what is known of it', () => {
    given().when(rescinding()).refused('SALE_UNKNOWN', 'sale');
    given()
      .when(rescinding({ unseen: { words: 'En försäljning, före liggaren' } }))
      .gives('LandSaleRescinded');
    given()
      .when(rescinding({ unseen: { words: 'En försäljning', price: '1000' } }))
      .refused('REPAID_MORE_THAN_PRICE', 'repaid');
    given(completed)
      .when(rescinding({ unseen: { words: 'En försäljning' } }))
      .refused('SALE_SEEN', 'unseen');
  });

  it('does not refer to a sale whose import is not complete', () => {
    given({ ...completed, id: 'x', effective: false })
      .when(rescinding())
      .refused('SALE_UNKNOWN', 'sale');
  });

  it('moves figures only for pairs of two readings', () => {
    const frame = {
      unit: deal.unit,
      area: 'operations',
      basis: 'outcome',
      period: '2023',
      edition: '2023-08',
    } as const;
    const line = { line: [], measure: 'revenue', amount: '-1158', unitOfMeasure: 'tkr' } as const;
    given(completed)
      .when(rescinding({ moves: [{ ...frame, lines: [{ ...line, from: { edition: 'start' } }] }] }))
      .gives('LandSaleRescinded');
    given(completed)
      .when(rescinding({ moves: [{ ...frame, lines: [{ ...line, from: { edition: '2023-08' } }] }] }))
      .refused('PAIR_OF_ONE', 'moves[0].lines[0].from');
  });
});

describe('a purchase of land', () => {
  it('is registered once', () => {
    const { sale: _, ...data } = { ...deal, purchase: 'mark-1' };
    given().when({ type: 'AcquireLand', data }).gives('LandAcquired');
    given(eventOf('LandAcquired', data))
      .when({ type: 'AcquireLand', data })
      .refused('LAND_ACQUIRED', 'purchase');
  });
});

describe('a land project', () => {
  const approval: ProjectApproved = {
    unit: 'boras/ks',
    area: 'land',
    basis: 'approved',
    period: 'lifetime',
    edition: '2024',
    project: 'viared-vastra',
    name: 'Viared Västra',
    lines: [{ line: ['Viared Västra'], measure: 'outlay', amount: '-382700', unitOfMeasure: 'tkr' }],
  };
  const { name: _, ...rest } = approval;
  const extending = {
    type: 'ExtendApproval',
    data: {
      ...rest,
      edition: '2025',
      cause: { kind: 'extension', words: 'Utökning godkänd utgift' },
      lines: [{ line: ['Viared Västra'], measure: 'outlay', amount: '-10000', unitOfMeasure: 'tkr' }],
    },
  } as const;

  it('is extended only when it is approved, unless it is history', () => {
    const open: Partial<Answers> = { editionState: () => 'open' };
    given().knowing(open).when(extending).refused('PROJECT_NOT_APPROVED', 'project');
    given(eventOf('ProjectApproved', approval)).knowing(open).when(extending).gives('ApprovalExtended');
    given()
      .when({ ...extending, importId: 'planeringsunderlag-2025' })
      .gives('ApprovalExtended');
  });

  it('changes its status only to another', () => {
    const status = { project: 'nabbamotet', unit: 'boras/ks', scale: 'project-status', code: '3' };
    given().when({ type: 'ChangeProjectStatus', data: status }).gives('ProjectStatusChanged');
    given(eventOf('ProjectStatusChanged', status))
      .when({ type: 'ChangeProjectStatus', data: status })
      .nothing();
  });
});

import { fromDecimal, type Amount } from '#amount';
import { sound } from '../by-hand.js';
import type { Decider } from '../decider.js';
import { refuse } from '../refuse.js';
import type { LandSaleRescinded } from './events.js';

export type LandSaleCommandName = 'AgreeLandSale' | 'CompleteLandSale' | 'RescindLandSale';

export interface LandSaleState {
  readonly step: 'none' | 'agreed' | 'completed' | 'rescinded';
  /** Of the completed sale, where it is stated. */
  readonly price: Amount | null;
}

/** A sale of land: agreed, completed, and in bad times rescinded. */
export const landSaleDecider: Decider<LandSaleState, LandSaleCommandName> = {
  initialState: { step: 'none', price: null },

  evolve: (state, event) => {
    if (!event.effective) return state;
    switch (event.type) {
      case 'LandSaleAgreed':
        return { step: 'agreed', price: null };
      case 'LandSaleCompleted': {
        const { price, unitOfMeasure } = event.data;
        return { step: 'completed', price: price === null ? null : fromDecimal(price, unitOfMeasure) };
      }
      case 'LandSaleRescinded':
        return { ...state, step: 'rescinded' };
      default:
        return state;
    }
  },

  decide: (state, command) => {
    switch (command.type) {
      case 'AgreeLandSale': {
        const event = sound('LandSaleAgreed', command.data);
        if (state.step === 'none') return [event];
        return refuse(
          'SALE_AGREED',
          'sale',
          `The sale ${event.data.sale} is ${state.step} already`,
          'Give another sale an id of its own.',
        );
      }
      case 'CompleteLandSale': {
        const event = sound('LandSaleCompleted', command.data);
        if (state.step === 'none' || state.step === 'agreed') return [event];
        return refuse(
          'SALE_COMPLETED',
          'sale',
          `The sale ${event.data.sale} is ${state.step} already`,
          'Give another sale an id of its own.',
        );
      }
      case 'RescindLandSale': {
        const event = sound('LandSaleRescinded', command.data);
        requireRescindable(state, event.data);
        return [event];
      }
    }
  },
};

/** A rescission refers to a completed sale, or says what is known of one that the ledger never saw. */
function requireRescindable(state: LandSaleState, data: LandSaleRescinded): void {
  switch (state.step) {
    case 'rescinded':
      return refuse(
        'SALE_RESCINDED',
        'sale',
        `The sale ${data.sale} is rescinded already`,
        'A sale is rescinded once.',
      );
    case 'agreed':
      return refuse(
        'SALE_NOT_COMPLETED',
        'sale',
        `The sale ${data.sale} was agreed and never completed`,
        'Only a completed sale is rescinded; register its completion first.',
      );
    case 'none':
      if (data.unseen === undefined) {
        return refuse(
          'SALE_UNKNOWN',
          'sale',
          `The ledger has no sale ${data.sale}`,
          'Name a completed sale, or say in `unseen` what is known of it.',
        );
      }
      return requireRepaidAtMost(
        data,
        data.unseen.price === undefined ? null : fromDecimal(data.unseen.price, data.unitOfMeasure),
      );
    case 'completed':
      if (data.unseen !== undefined) {
        return refuse(
          'SALE_SEEN',
          'unseen',
          `The ledger has the sale ${data.sale}`,
          'Leave `unseen` out, or give the unseen sale an id of its own.',
        );
      }
      return requireRepaidAtMost(data, state.price);
  }
}

/** Damages and interest are costs of their own. */
export function requireRepaidAtMost(data: LandSaleRescinded, price: Amount | null): void {
  if (price === null || data.repaid === null || fromDecimal(data.repaid, data.unitOfMeasure) <= price) return;
  refuse(
    'REPAID_MORE_THAN_PRICE',
    'repaid',
    `${data.repaid} ${data.unitOfMeasure} is more than the price of the sale`,
    'At most the price is repaid; damages and interest are costs of their own.',
  );
}

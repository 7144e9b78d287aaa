import { fromDecimal, type Amount } from '#amount';
import { requireMovesPlaced, sound } from '../by-hand.js';
import { isBefore } from '../dates.js';
import type { Decider } from '../decider.js';
import { refuse } from '../refuse.js';
import type { LandSaleCompleted, LandSaleRescinded } from './events.js';

export type LandSaleCommandName = 'AgreeLandSale' | 'CompleteLandSale' | 'RescindLandSale';

export interface LandSaleState {
  readonly step: 'none' | 'agreed' | 'completed' | 'rescinded';
  /** Of the completed sale, where it is stated. */
  readonly price: Amount | null;
  /** When the step was taken. */
  readonly date?: string;
}

/** A sale of land: agreed, completed, and in bad times rescinded. */
export const landSaleDecider: Decider<LandSaleState, LandSaleCommandName> = {
  initialState: { step: 'none', price: null },

  evolve: (state, event) => {
    if (!event.effective) return state;
    switch (event.type) {
      case 'LandSaleAgreed':
        return { step: 'agreed', price: null, date: event.data.date };
      case 'LandSaleCompleted': {
        const { price, unitOfMeasure, date } = event.data;
        return { step: 'completed', price: price === null ? null : fromDecimal(price, unitOfMeasure), date };
      }
      case 'LandSaleRescinded':
        return { ...state, step: 'rescinded' };
      default:
        return state;
    }
  },

  decide: (state, command, answers) => {
    const byHand = command.importId === undefined;
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
        if (state.step === 'none' || state.step === 'agreed') {
          if (byHand) {
            requireCompletedAfter(state.date, event.data);
            requireMovesPlaced(event.data, answers);
          }
          return [event];
        }
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
        if (byHand) {
          requireRescindedAfter(state.date ?? event.data.unseen?.date, event.data);
          requireMovesPlaced(event.data, answers);
        }
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

/** A sale is agreed first. Dates of which one is less precise are compared as far as both go. */
export function requireCompletedAfter(agreed: string | undefined, { sale, date }: LandSaleCompleted): void {
  if (agreed === undefined || !isBefore(date, agreed)) return;
  refuse(
    'SALE_COMPLETED_BEFORE_AGREED',
    'date',
    `The sale ${sale} cannot be completed on ${date}: it was agreed on ${agreed}`,
    'Give the day on which it was completed, or correct the agreement with correct-event.',
  );
}

export function requireRescindedAfter(
  completed: string | undefined,
  { sale, date }: LandSaleRescinded,
): void {
  if (completed === undefined || !isBefore(date, completed)) return;
  refuse(
    'SALE_RESCINDED_BEFORE_COMPLETED',
    'date',
    `The sale ${sale} cannot be rescinded on ${date}: it was completed on ${completed}`,
    'Give the day on which it was rescinded, or correct the completion with correct-event.',
  );
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

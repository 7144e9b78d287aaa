import type { UnitOfMeasure } from '#amount';
import { decimal, unitFor } from '../answers/entry-answer.js';
import { unitOfFrame } from '../answers/lists.js';
import type { ReadingAddress } from '../contract.js';
import type { FigureChangedMessage } from '../live-contract.js';
import type { LiveAnswer } from './live-answer.js';
import { Whys } from './why.js';

/** What is told of a figure: as the query of it answers. */
interface Figure {
  readonly value: string | null;
  readonly marks: readonly string[];
  readonly unitOfMeasure: UnitOfMeasure;
}

type Told = Pick<
  FigureChangedMessage,
  'kind' | 'reading' | 'unitOfMeasure' | 'before' | 'after' | 'marks' | 'why' | 'whyLeftOut'
>;

/** One reading, followed. */
export function figureChanges(reading: ReadingAddress): LiveAnswer<Figure, Told> {
  const told = (
    before: Figure | null,
    after: Figure,
    whys: Pick<Told, 'why' | 'whyLeftOut'> = { why: [], whyLeftOut: 0 },
  ): Told => ({
    kind: 'figureChanged',
    reading,
    unitOfMeasure: after.unitOfMeasure,
    before: before?.value ?? null,
    after: after.value,
    marks: after.marks,
    ...whys,
  });
  return {
    at: (at) => {
      const { amount, marks, standing } = at.evaluator([reading]).evaluator.value(reading);
      const unitOfMeasure = unitFor(standing, unitOfFrame(at, reading));
      return { value: decimal(amount, unitOfMeasure), marks: [...marks], unitOfMeasure };
    },
    initial: (figure) => told(null, figure),
    moved: (before, after, at) => {
      if (after === null || JSON.stringify(before) === JSON.stringify(after)) return null;
      return told(before, after, new Whys(at, after.unitOfMeasure).of([reading]));
    },
  };
}

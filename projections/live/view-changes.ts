import type { Reading } from '#ledger';
import { cellOf, termsOf } from '#ledger';
import type { View, ViewRequest } from '../contract.js';
import type { ChangedCell, ViewChangedMessage } from '../live-contract.js';
import { surroundingsOf, type Standpoint } from '../answers/surroundings.js';
import { viewAnswer, viewTable } from '../answers/view-answer.js';
import type { LiveAnswer } from './live-answer.js';
import { cellDeltas, NO_SHAPE, sameShape, shapeOf } from './shape.js';
import { Whys } from './why.js';

type Told = Pick<ViewChangedMessage, 'kind' | 'view' | 'unit' | 'unitOfMeasure' | 'shape' | 'cells'>;

/** A declared view, followed cell by cell. */
export function viewChanges(request: ViewRequest): LiveAnswer<View, Told> {
  const told = (view: View | null, shape: Told['shape'], cells: Told['cells']): Told => ({
    kind: 'viewChanged',
    view: request.view,
    unit: request.unit,
    unitOfMeasure: view?.unitOfMeasure ?? '',
    shape,
    cells,
  });
  return {
    at: (at) => viewAnswer(at, request, surroundingsOf(at, request.unit)),
    initial: (view) =>
      told(
        view,
        shapeOf(view),
        cellDeltas(null, view).map((delta): ChangedCell => cellToldOf(delta, { why: [], whyLeftOut: 0 })),
      ),
    moved: (before, after, at) => {
      const [was, is] = [before, after].map((view) => (view === null ? NO_SHAPE : shapeOf(view)));
      const deltas = cellDeltas(before, after);
      const same = sameShape(was ?? NO_SHAPE, is ?? NO_SHAPE);
      if (same && deltas.length === 0) return null;
      const whys = new Whys(at, (after ?? before)?.unitOfMeasure ?? 'tkr');
      const readings = after === null ? () => [] : readingsOf(at, request);
      const cells = deltas.map((delta) =>
        cellToldOf(delta, whys.of(delta.row === null ? [] : readings(delta.row, delta.column))),
      );
      return told(after, same ? null : (is ?? NO_SHAPE), cells);
    },
  };
}

function cellToldOf(
  { row, path, rowKind, column, before, after, cell }: ReturnType<typeof cellDeltas>[number],
  { why, whyLeftOut }: Pick<ChangedCell, 'why' | 'whyLeftOut'>,
): ChangedCell {
  return { row, path, rowKind, column, before, after, cell, why, whyLeftOut };
}

/** The readings that a cell of the view follows from. */
function readingsOf(
  at: Standpoint,
  request: ViewRequest,
): (row: number, column: string) => readonly Reading[] {
  const { rows } = viewTable(at, request);
  return (row, column) => {
    const shown = rows[row];
    const source = shown?.section.columns.find(({ id }) => id === column);
    if (shown === undefined || source === undefined) return [];
    return termsOf(cellOf(shown.section, shown.row, source)).map(({ reading }) => reading);
  };
}

import './page.css';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useGraphiQL } from '@graphiql/react';
import { createElement as h, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { examplesPanel } from './examples-panel.js';
import { examplesOf } from './examples.js';
import { fetcherOfThisServer } from './fetcher.js';
import { holding } from './holding.js';
import { stylesCarryNonce } from './nonce.js';
import { workersFromThisServer } from './workers.js';

/** Where GraphiQL keeps the tabs of a browser that has been here. */
const TABS = 'graphiql:tabState';

stylesCarryNonce();
workersFromThisServer();

const { held, remark } = await holding().then(
  (known) => ({
    held: known,
    remark:
      known.editions.length === 0
        ? 'The ledger is empty: `liggaren import data` loads published figures.'
        : null,
  }),
  (failure: Error) => ({ held: { editions: [], diff: null, row: null }, remark: failure.message }),
);
const examples = examplesOf(held);
const isNew = !remembered();
const [first] = examples;
const panel = examplesPanel(examples, remark, isNew ? (first?.name ?? null) : null);

if (isNew) roomForTheEditor();

const root = document.getElementById('graphiql');
if (root !== null) {
  createRoot(root).render(
    h(
      GraphiQL,
      {
        fetcher: fetcherOfThisServer(),
        plugins: [panel, HISTORY_PLUGIN],
        isHeadersEditorEnabled: false,
        defaultQuery: first?.operation ?? '',
        ...(isNew ? { visiblePlugin: panel } : {}),
      },
      h(GraphiQL.Logo, null, h(Brand)),
    ),
  );
}

/** The name in the corner. It is always there, so it also sees to it that long lines of an operation are in sight. */
function Brand() {
  const editor = useGraphiQL((state) => state.queryEditor);
  useEffect(() => editor?.updateOptions({ wordWrap: 'on' }), [editor]);
  return h('span', { className: 'liggaren' }, 'Liggaren');
}

/** A quarter is enough for the list of examples; whoever has drawn the border elsewhere finds it there. */
function roomForTheEditor(): void {
  try {
    localStorage.setItem('graphiql:docExplorerFlex', '0.26');
  } catch {
    // A third, then.
  }
}

/** A browser that may not remember anything is new each time. */
function remembered(): boolean {
  try {
    return localStorage.getItem(TABS) !== null;
  } catch {
    return false;
  }
}

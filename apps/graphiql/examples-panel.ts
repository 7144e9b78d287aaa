import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createElement as h, useEffect, useState } from 'react';
import type { Example } from './examples.js';

const KINDS = { query: 'fråga', mutation: 'registrering', subscription: 'prenumeration' } as const;

const ICON = 'M4 4h16M4 9h10M4 14h16M4 19h7';

/**
 * The list of examples beside the editor. One that is chosen stands in a tab of its own and is run, unless it registers
 * something: that is for whoever has read it. `first` is run without being chosen.
 */
export function examplesPanel(
  examples: readonly Example[],
  remark: string | null,
  first: string | null,
): GraphiQLPlugin {
  let toRun = first;
  function Examples() {
    const actions = useGraphiQLActions();
    const editor = useGraphiQL((state) => state.queryEditor);
    const operationName = useGraphiQL((state) => state.operationName);
    const [pending, setPending] = useState(toRun);
    // The name is known when the editor has understood the text: until then it would be run under another's.
    useEffect(() => {
      if (pending === null || operationName !== pending) return;
      toRun = null;
      setPending(null);
      actions.run();
    }, [operationName, pending, actions]);
    const choose = ({ name, kind, operation }: Example) => {
      if (editor === undefined) return;
      // What is followed in the tab before would go on in this one.
      actions.stop();
      if (editor.getValue().trim() !== '') actions.addTab();
      editor.setValue(operation);
      setPending(kind === 'mutation' ? null : name);
    };
    return h(
      'section',
      { className: 'examples', 'aria-label': 'Exempel' },
      h('div', { className: 'graphiql-doc-explorer-title' }, 'Exempel'),
      remark === null ? null : h('p', { className: 'examples-remark' }, remark),
      h(
        'ul',
        null,
        ...examples.map((example) =>
          h(
            'li',
            { key: example.name },
            h(
              'button',
              { type: 'button', onClick: () => choose(example) },
              h('strong', null, example.title),
              h('em', { className: example.kind }, KINDS[example.kind]),
              h('span', null, example.about),
            ),
          ),
        ),
      ),
    );
  }
  function Icon() {
    return h(
      'svg',
      { viewBox: '0 0 24 24', height: '1em', fill: 'none', stroke: 'currentColor', strokeWidth: 1.75 },
      h('path', { d: ICON, strokeLinecap: 'round' }),
    );
  }
  return { title: 'Exempel', content: Examples, icon: Icon };
}

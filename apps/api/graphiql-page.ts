/**
 * `/graphiql`: a page to ask from, in one file and without anything from elsewhere, because the server must be usable
 * on a machine without a network. Queries, variables, the answer, and the schema beside.
 */

const EXAMPLES: readonly { readonly title: string; readonly query: string }[] = [
  {
    title: 'Budgetjämförelse',
    query: `# Budget 2021:1 → 2021:2 (*budgetjämförelse*)
{
  budgetDiff(
    unit: "boras/ks/stadsledningskansliet"
    year: "2021", from: "2021:1", to: "2021:2"
  ) {
    unitOfMeasure
    columns { id label }
    rows { path kind cells { column value marks } }
    position
  }
}`,
  },
  {
    title: 'Förklaring',
    query: `# Why did Kommunledning's cost change? (*förklaring*)
{
  explain(
    view: "budget-diff", unit: "boras/ks/stadsledningskansliet"
    year: "2021", from: "2021:1", to: "2021:2"
    row: "Kommunledning > Kostnad", column: "change"
  ) {
    ... on DifferenceExplanation {
      fromValue toValue difference changed unexplained unitOfMeasure
      changes {
        cause amount precision
        decision { body date paragraph }
        source { table row column printed }
      }
    }
  }
}`,
  },
  {
    title: 'Delårsbokslut',
    query: `# Through August 2023 (*delårsbokslut*)
{
  delarsbokslut(unit: "alingsas/ks", year: "2023", through: "2023-08") {
    unitOfMeasure
    columns { id label }
    rows {
      path kind
      cells { column value marks stated { printed document table } discrepancy }
    }
  }
}`,
  },
  {
    title: 'Tertialprognos',
    query: `# What was known in April and in August (*tertialprognos*)
{
  tertialForecast(unit: "alingsas/ks", year: "2023") {
    unitOfMeasure
    columns { id label }
    rows { path kind cells { column value marks } }
  }
}`,
  },
  {
    title: 'Enheter och dokument',
    query: `# What the ledger holds (*enheter*, *dokument*)
{
  units { edges { node { unit name kind } } }
  documents { edges { node { title file dnr body date status } } }
}`,
  },
];

export const GRAPHIQL_SCRIPT = `'use strict';
const examples = ${JSON.stringify(EXAMPLES)};
const at = (id) => document.getElementById(id);
const remembered = 'liggaren.query';
function choose(index) { at('query').value = examples[index].query; at('variables').value = ''; run(); }
let asked = 0;
async function run() {
  const own = ++asked;
  const query = at('query').value;
  try { sessionStorage.setItem(remembered, query); } catch { /* a page that may not remember still asks */ }
  let variables;
  try { variables = at('variables').value.trim() === '' ? undefined : JSON.parse(at('variables').value); }
  catch (error) { show('', 'The variables are not JSON: ' + error.message); return; }
  const began = performance.now();
  at('state').textContent = '…';
  try {
    const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
    const answer = await response.json();
    // An answer that was overtaken by a later question is not shown over its answer.
    if (own === asked) show(response.status + ' · ' + Math.round(performance.now() - began) + ' ms', JSON.stringify(answer, null, 2));
  } catch (error) { if (own === asked) show('', 'No answer from the server: ' + error.message); }
}
function show(state, answer) { at('state').textContent = state; at('answer').textContent = answer; at('answer').scrollTop = 0; }
examples.forEach((example, index) => {
  const button = document.createElement('button');
  button.type = 'button'; button.textContent = example.title; button.addEventListener('click', () => choose(index));
  at('examples').append(button);
});
at('run').addEventListener('click', run);
document.addEventListener('keydown', (event) => { if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') run(); });
fetch('/schema.graphql').then((response) => response.text()).then((text) => { at('schema').textContent = text; });
let earlier = null;
try { earlier = sessionStorage.getItem(remembered); } catch { /* see above */ }
if (earlier) { at('query').value = earlier; run(); } else choose(0);
`;

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 0; padding: 1rem; display: grid; gap: .75rem; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); max-width: 110rem; }
header, footer, details { grid-column: 1 / -1; } h1 { font-size: 1.15rem; margin: 0 0 .4rem; }
nav { display: flex; flex-wrap: wrap; gap: .4rem; } label, .label { display: block; font-weight: 600; margin-bottom: .2rem; }
textarea, pre { box-sizing: border-box; width: 100%; font: 13px/1.4 ui-monospace, monospace; border: 1px solid #8886; border-radius: 4px; padding: .5rem; margin: 0; tab-size: 2; }
#query { height: max(20rem, 100vh - 21.5rem); } #variables { height: 5rem; } #answer { height: max(30rem, 100vh - 11.5rem); overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
#run + output { margin-left: .5rem; }
details pre { max-height: 30rem; overflow: auto; } button { font: inherit; padding: .25rem .7rem; } #run { font-weight: 600; }
@media (max-width: 50rem) { body { grid-template-columns: minmax(0, 1fr); } }`;

export const GRAPHIQL_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Liggaren · GraphQL</title>
<link rel="stylesheet" href="/graphiql/page.css">
<link rel="icon" type="image/svg+xml" href="/graphiql/icon.svg">
</head>
<body>
<header><h1>Liggaren · GraphQL</h1><nav id="examples" aria-label="Examples"></nav></header>
<section>
<label for="query">Query</label><textarea id="query" spellcheck="false"></textarea>
<label for="variables">Variables (JSON)</label><textarea id="variables" spellcheck="false"></textarea>
<p><button id="run" type="button" title="Ctrl+Enter">Run</button><output id="state" aria-live="polite"></output></p>
</section>
<section><span class="label" id="answer-label">Answer</span><pre id="answer" tabindex="0" aria-labelledby="answer-label"></pre></section>
<details><summary>Schema, with the Swedish terms</summary><pre id="schema" tabindex="0"></pre></details>
<script src="/graphiql/page.js"></script>
</body>
</html>
`;

export const GRAPHIQL_STYLE = STYLE.trimStart();

/** Three lines of a table and their sum. */
export const GRAPHIQL_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="none" stroke="#3a6ea5" stroke-width="2" d="M3 3h10M3 6h10M3 9h10M3 13h10"/></svg>\n';

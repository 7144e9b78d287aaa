/**
 * `/graphiql`: the page to ask from is GraphiQL, bundled when the project is built (apps/graphiql) and served by this
 * server alone, because it must be usable on a machine without a network.
 */

/** Set on the page's links, so that the styles which the editor makes as it runs can carry it too. */
export function graphiqlPage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Liggaren · GraphQL</title>
<link rel="stylesheet" nonce="${nonce}" href="/graphiql/page.css">
<link rel="icon" type="image/svg+xml" href="/graphiql/icon.svg">
</head>
<body>
<div id="graphiql"><p>Liggaren · GraphQL</p></div>
<noscript><p>This page needs JavaScript. The schema is at <a href="/schema.graphql">/schema.graphql</a>.</p></noscript>
<script type="module" src="/graphiql/page.js"></script>
</body>
</html>
`;
}

/** Where the page has not been built, as in a working copy whose tests alone were run. */
export const UNBUILT_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Liggaren · GraphQL</title></head>
<body><p>The page to ask from is not built: run <code>npm run build</code>. The schema is at
<a href="/schema.graphql">/schema.graphql</a>.</p></body>
</html>
`;

/** Three lines of a table and their sum. */
export const GRAPHIQL_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="none" stroke="#3a6ea5" stroke-width="2" d="M3 3h10M3 6h10M3 9h10M3 13h10"/></svg>\n';

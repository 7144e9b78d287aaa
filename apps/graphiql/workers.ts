/** The language services of the editor run beside the page, from files of this server. */
const FILES: Readonly<Record<string, string>> = { graphql: 'graphql.worker.js', json: 'json.worker.js' };

export function workersFromThisServer(): void {
  Object.assign(globalThis, {
    MonacoEnvironment: {
      getWorker: (_module: string, label: string) =>
        new Worker(new URL(FILES[label] ?? 'editor.worker.js', import.meta.url)),
    },
  });
}

/** The API as the command line and tests start it. */
export { createServer, type ApiServer, type ServerOptions } from './server.js';
export { listeningText, readingText, serve, type ServeOptions } from './serve.js';
export { settingsOf, type ServerSettings } from './settings.js';

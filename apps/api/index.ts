/** The API as it is started from the command line and from tests; nothing here runs by itself. */
export { createServer, type ApiServer, type ServerOptions } from './server.js';
export { settingsOf, type ServerSettings } from './settings.js';

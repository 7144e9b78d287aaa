// Lets a child process of a test run the TypeScript sources as they are, on every Node we support:
//   node --conditions=source --import ./test/support/typescript.mjs child.ts
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);

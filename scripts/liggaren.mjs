#!/usr/bin/env node
// The command `liggaren`. It is not dist/apps/cli/main.js itself, because npm links a command only where its file
// exists at that moment, and `npx liggaren` remembers: asked once before the build, it would stay "not found" after it.
import { existsSync } from 'node:fs';

const main = new URL('../dist/apps/cli/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('liggaren is not built yet: run `npm run build`, or `npm start` to build and serve.');
  process.exitCode = 2;
}

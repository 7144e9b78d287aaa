import { existsSync } from 'node:fs';
import { env } from 'node:process';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where the browser is that pages are tried in: `LIGGAREN_CHROMIUM`, or where Debian and others put it. */
export function chromiumPath(): string | undefined {
  const { LIGGAREN_CHROMIUM: named } = env;
  return named === undefined || named === '' ? PLACES.find((path) => existsSync(path)) : named;
}

export const NO_CHROMIUM = `no Chromium found (LIGGAREN_CHROMIUM, ${PLACES.join(', ')}): the page is not tried in a browser`;

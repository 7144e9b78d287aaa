import type { Io } from '../io.js';
import { viewText } from '../view-text.js';
import { messageText, viewText as changesText } from './message-text.js';
import type { WatchMessage } from './messages.js';
import { afterMessage, cellKey, type ViewState } from './view-state.js';

/** Home, and what was below is cleared. */
const AGAIN = '\u001b[H\u001b[2J';

/** What is told of the messages: a table that updates where there is a screen, else what changed, line by line. */
export function screen(io: Io, publishedBy?: string): (message: WatchMessage) => void {
  let state: ViewState | null = null;
  return (message) => {
    if (message.kind !== 'viewChanged') {
      io.out(messageText(message));
      return;
    }
    state = afterMessage(state, message);
    const labels = new Map(state?.view.columns.map(({ id, label }) => [id, label]));
    if (state === null || (!io.outIsTerminal && !message.initial)) {
      io.out(changesText(message, labels));
      return;
    }
    const { view, changed } = state;
    const isChanged = (row: number, column: string): boolean => changed.has(cellKey(row, column));
    const table = viewText(view, publishedBy, isChanged, io.outWidth);
    const told = message.initial
      ? `\n${message.cursor}  nu\n`
      : `* ändrad\n\n${changesText(message, labels)}`;
    io.out(`${io.outIsTerminal ? AGAIN : ''}${table}${told}`);
  };
}

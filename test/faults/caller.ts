import { ConflictError, type EventStore, type ExpectedRevision, type NewEvent } from '#event-store';
import { LedgerError } from '#amount';
import type { Answer, AppendAsked, History } from './history.js';
import { changed, type Operation, type Wish } from './operations.js';

/** So long a call may take, whatever happens to the server: the log gives up by itself before. */
const HUNG_MS = 600_000;

/** How often a caller repeats an append of which the log could not tell what became. */
const REPEATS_MAX = 100;

/** The clock of the run: no two calls to it give the same time. */
export class RunClock {
  private milliseconds = Date.parse('2026-01-01T00:00:00.000Z');

  readonly now = (): Date => new Date(++this.milliseconds);

  get last(): string {
    return new Date(this.milliseconds).toISOString();
  }
}

/** Asks one thing after the other, and writes down what is answered. */
export class Caller {
  private readonly made: AppendAsked[] = [];

  constructor(
    private readonly caller: number,
    private readonly store: EventStore,
    private readonly clock: RunClock,
    private readonly history: History,
  ) {}

  async do(operation: Operation): Promise<void> {
    const doing = this.one(operation);
    let timer: NodeJS.Timeout | undefined;
    const hung = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it was never answered')), HUNG_MS);
    });
    try {
      await Promise.race([doing, hung]);
    } catch (error) {
      doing.catch(() => undefined);
      this.history.broken.push(`${describe(operation)}: ${String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }

  private async one(operation: Operation): Promise<void> {
    const { history, store } = this;
    switch (operation.kind) {
      case 'append':
        return this.append(
          operation.stream,
          operation.events,
          this.expected(operation.stream, operation.wish),
        );
      case 'burst':
        await Promise.all(operation.appends.map((append) => this.one(append)));
        return undefined;
      case 'repeat': {
        const old = this.made.at(-operation.back);
        if (old === undefined) return undefined;
        const events = operation.isChanged ? changed(old.events) : old.events;
        return this.append(old.stream, events, old.expected);
      }
      case 'readStream': {
        const { stream, direction, maxCount } = operation;
        const knownRevision = history.known(stream);
        const from =
          operation.from === undefined ? undefined : Math.floor(operation.from * (knownRevision + 2));
        const asked = this.begin();
        const found = await answered(() => collect(store.readStream(stream, { from, direction, maxCount })));
        history.streamReads.push({
          ...asked,
          ended: history.tick(),
          stream,
          from,
          direction,
          maxCount,
          knownRevision,
          found,
        });
        return undefined;
      }
      case 'readAll': {
        const { direction, maxCount } = operation;
        const { knownEnd } = history;
        const from = operation.from === undefined ? undefined : history.positionAt(operation.from);
        const asked = this.begin();
        const found = await answered(() => collect(store.readAll({ from, direction, maxCount })));
        history.allReads.push({
          ...asked,
          ended: history.tick(),
          from,
          direction,
          maxCount,
          knownEnd,
          found,
        });
        return undefined;
      }
      case 'head': {
        const { stream } = operation;
        const knownRevision = history.known(stream);
        const asked = this.begin();
        const head = await answered(() => store.streamHead(stream));
        history.heads.push({
          ...asked,
          ended: history.tick(),
          stream,
          knownRevision,
          revision: head?.revision ?? -1,
        });
        return undefined;
      }
    }
  }

  private begin(): { readonly caller: number; readonly begun: number } {
    return { caller: this.caller, begun: this.history.tick() };
  }

  private expected(stream: string, wish: Wish): ExpectedRevision {
    const known = this.history.known(stream);
    switch (wish) {
      case 'exact':
        return known < 0 ? 'mustNotExist' : known;
      case 'ahead':
        return known + 1 + (known % 3 === 0 ? 5 : 0);
      case 'behind':
        return known < 1 ? 'mustNotExist' : Math.max(0, known - 1 - (known % 2));
      default:
        return wish;
    }
  }

  private async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<void> {
    const { history } = this;
    const asked: AppendAsked = {
      ...this.begin(),
      ended: Infinity,
      stream,
      events,
      expected,
      knownRevision: history.known(stream),
      knownEnd: history.knownEnd,
      recordedAt: [],
      answer: undefined,
    };
    history.appends.push(asked);
    this.made.push(asked);
    for (let attempt = 1; asked.answer === undefined; attempt++) {
      const appending = this.store.append(stream, events, expected);
      // The log asks for the time before it waits for anything.
      asked.recordedAt.push(this.clock.last);
      try {
        const { outcome, revision, position } = await appending;
        asked.answer = { kind: outcome, revision, position };
        history.acknowledged(stream, revision, position);
      } catch (error) {
        asked.answer = answerOf(error, attempt);
      }
    }
    asked.ended = history.tick();
  }
}

/** `undefined`: what became of it is not known, and it is to be repeated with the same ids. */
function answerOf(error: unknown, attempt: number): Answer | undefined {
  if (error instanceof ConflictError) {
    return { kind: 'CONFLICT', actual: error.actual === 'noStream' ? -1 : error.actual };
  }
  if (!(error instanceof LedgerError)) throw error;
  if (error.code === 'LOG_UNREACHABLE' && attempt < REPEATS_MAX) return undefined;
  return { kind: 'refused', code: error.code, message: error.message };
}

/** A read that the log gave up is made again. */
async function answered<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      const isUnreachable = error instanceof LedgerError && error.code === 'LOG_UNREACHABLE';
      if (!isUnreachable || attempt >= REPEATS_MAX) throw error;
    }
  }
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

function describe(operation: Operation): string {
  return 'stream' in operation ? `${operation.kind} ${operation.stream}` : operation.kind;
}

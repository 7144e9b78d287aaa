import { deepEqual, ok } from 'node:assert/strict';
import { LedgerError } from '#amount';
import {
  decide,
  derivedEventId,
  NO_ANSWERS,
  type Answers,
  type Command,
  type DomainEvent,
  type Happened,
} from '#domain';

/**
 * Specifications that read as sentences: given these events, when this command, it gives these events (or this refusal).
 *
 *     given(completed).when(rescind).gives('LandSaleRescinded');
 *     given().when(rescind).refused('SALE_UNKNOWN', 'sale');
 */
export function given(...events: readonly (DomainEvent | Happened)[]): Given {
  return new Given(events.map(asHappened), NO_ANSWERS);
}

/** The id that the nth event of a specification has. */
export function idOf(n: number): string {
  return derivedEventId(['given', String(n)]);
}

function asHappened(event: DomainEvent | Happened, n: number): Happened {
  return 'id' in event ? event : { ...event, id: idOf(n), effective: true };
}

class Given {
  constructor(
    private readonly events: readonly Happened[],
    private readonly answers: Answers,
  ) {}

  /** What the read model would answer. */
  knowing(answers: Partial<Answers>): Given {
    return new Given(this.events, { ...this.answers, ...answers });
  }

  when(command: Command): When {
    return new When(() => decide(this.events, command, this.answers));
  }
}

class When {
  constructor(private readonly decided: () => readonly DomainEvent[]) {}

  /** The events, by type; for what they say use `events`. */
  gives(...types: readonly DomainEvent['type'][]): void {
    deepEqual(
      this.decided().map((event) => event.type),
      types,
    );
  }

  get events(): readonly DomainEvent[] {
    return this.decided();
  }

  nothing(): void {
    deepEqual(this.decided(), []);
  }

  refused(code: string, field: string): LedgerError {
    let refusal: unknown;
    try {
      this.decided();
    } catch (error) {
      refusal = error;
    }
    ok(refusal instanceof LedgerError, `expected a refusal ${code}, not ${String(refusal)}`);
    deepEqual({ code: refusal.code, field: refusal.place?.field }, { code, field });
    ok(refusal.place?.rule, 'a refusal names its rule');
    ok(refusal.hint, 'a refusal says what to do');
    return refusal;
  }
}

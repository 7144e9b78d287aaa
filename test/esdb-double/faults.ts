/**
 * What the double can be told to do wrong. Each is taken by so many of the calls that it fits. Where one is not what was
 * seen of a server, nor what a network does to any, the file of the source of 23.10 is named that it comes from.
 */
export type Fault =
  /** Stores an append, then cuts the connection instead of answering. */
  | { readonly fault: 'answer-lost'; readonly times?: number; readonly every?: number }
  /** Cuts the connection before an append is looked at. */
  | { readonly fault: 'request-lost'; readonly times?: number; readonly every?: number }
  /** Never answers an append; it is stored or not. */
  | {
      readonly fault: 'silent';
      readonly isStored?: boolean;
      readonly times?: number;
      readonly every?: number;
    }
  /** Answers an append so much later. */
  | {
      readonly fault: 'late';
      readonly milliseconds: number;
      readonly times?: number;
      readonly every?: number;
    }
  /** Says of a call that another node leads, which is this one (RpcExceptions.LeaderInfo). */
  | { readonly fault: 'not-leader'; readonly times?: number; readonly every?: number }
  /** Answers an append with "Server Is Not Ready" (Streams.BatchAppend.cs). */
  | { readonly fault: 'not-ready'; readonly times?: number; readonly every?: number }
  /** Answers an append with a timeout, of its commit, its preparation or its way to the leader (Streams.BatchAppend.cs). */
  | {
      readonly fault: 'timeout';
      readonly isStored?: boolean;
      readonly times?: number;
      readonly every?: number;
    }
  /** Cuts the connection in the middle of a read or a subscription, after so many events. */
  | { readonly fault: 'cut'; readonly after?: number; readonly times?: number; readonly every?: number }
  /** Sends an event of a read or a subscription twice. */
  | { readonly fault: 'duplicate'; readonly times?: number; readonly every?: number }
  /** Drops a live subscription as too slow (code 10), after so many live events. */
  | {
      readonly fault: 'slow-reader';
      readonly after?: number;
      readonly times?: number;
      readonly every?: number;
    }
  /** A subscription goes silent without ending, as over a connection that is half open, after so many live events. */
  | { readonly fault: 'deaf'; readonly after?: number; readonly times?: number; readonly every?: number }
  /** Reads that do not ask for the leader see the log without its last so many events, as on a follower. */
  | { readonly fault: 'stale'; readonly events: number; readonly times?: number; readonly every?: number };

export type FaultName = Fault['fault'];
type Named<N extends FaultName> = Extract<Fault, { fault: N }>;

interface Rule {
  readonly fault: Fault;
  left: number;
  seen: number;
}

export class Faults {
  private rules: Rule[] = [];
  private readonly counts = new Map<FaultName, number>();

  add(fault: Fault): void {
    this.rules.push({ fault, left: fault.times ?? 1, seen: 0 });
  }

  clear(): void {
    this.rules = [];
  }

  /** How often each was met. */
  taken(): Partial<Record<FaultName, number>> {
    return Object.fromEntries(this.counts);
  }

  /** The fault of this name, if it is this call's turn. */
  take<N extends FaultName>(name: N): Named<N> | undefined {
    for (const rule of this.rules) {
      if (rule.fault.fault !== name || rule.left <= 0) continue;
      rule.seen++;
      if (rule.seen % (rule.fault.every ?? 1) !== 0) continue;
      rule.left--;
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      return rule.fault as Named<N>;
    }
    return undefined;
  }
}

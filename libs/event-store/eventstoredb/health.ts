/** What the calls to the server tell of it; LogStatus of port.ts is made of this and of who follows. */
export interface Health {
  answered(): void;
  failed(): void;
  /** Since when no call was answered, where the last one failed. */
  lostSince(): Date | undefined;
  isConnecting(): boolean;
}

export function newHealth(clock: () => Date): Health {
  let hasAnswered = false;
  let since: Date | undefined;
  return {
    answered: () => {
      hasAnswered = true;
      since = undefined;
    },
    failed: () => {
      since ??= clock();
    },
    lostSince: () => (hasAnswered ? since : undefined),
    isConnecting: () => !hasAnswered,
  };
}

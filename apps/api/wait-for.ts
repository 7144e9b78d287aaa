import { Inject, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { from, switchMap, type Observable } from 'rxjs';
import { LedgerError } from '#amount';
import { LEDGER_ACCESS, type LedgerAccess } from './ledger-access.js';
import { WAIT_FOR_MS_MAX } from './limits.js';
import type { ReadArgs } from './types/read-args.js';

/** Whoever registered something reads it: what takes `waitFor` is answered when the answers have come that far. */
export class WaitForPosition implements NestInterceptor {
  readonly #access: LedgerAccess;

  constructor(@Inject(LEDGER_ACCESS) access: LedgerAccess) {
    this.#access = access;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { waitFor } = GqlExecutionContext.create(context).getArgs<ReadArgs>();
    if (typeof waitFor !== 'string') return next.handle();
    return from(this.#reached(waitFor)).pipe(switchMap(() => next.handle()));
  }

  async #reached(position: string): Promise<void> {
    try {
      await this.#access.waitFor?.(position, WAIT_FOR_MS_MAX);
    } catch (error) {
      throw error instanceof LedgerError ? error.at({ field: 'waitFor' }) : error;
    }
  }
}

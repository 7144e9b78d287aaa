import type { LiveMessage } from '#projections';
import type { ExecutionResult } from 'graphql';
import type { Follower } from './follower.js';
import { Held } from './held.js';
import { SERIALISED_BYTES_KEPT, SERIALISED_KEPT } from './limits.js';
import type { Followed } from './operations.js';
import { piecesOf, Rendered } from './rendered.js';

/** A message with what is read to show it. */
export interface Shown {
  readonly message: LiveMessage;
  /** What the root field answers with. */
  readonly root: object;
}

/** What is now, as it goes out. */
export interface RenderedInitial {
  readonly of: readonly Shown[];
  readonly pieces: readonly (readonly Rendered[])[];
}

/** Serialises the result of an execution, its failures as clients may see them. */
export type Serialise = (result: ExecutionResult) => string;

/** An operation with its variables, and who gets its results: it is executed once for all of them. */
export class Shape {
  /** Those that get each message as it comes. */
  readonly followers = new Set<Follower>();
  /** All that need it: also those that still read what was before. */
  users = 0;
  readonly #followed: Followed;
  readonly #serialise: Serialise;
  readonly #counted: () => void;
  readonly #recent = new Map<string, Rendered>();
  #recentBytes = 0;
  readonly #initial = new Held<RenderedInitial>();

  constructor(followed: Followed, serialise: Serialise, counted: () => void) {
    this.#followed = followed;
    this.#serialise = serialise;
    this.#counted = counted;
  }

  /** The same message gives the same result, live or read again: a few are kept for those who come back. */
  render(shown: Shown): Rendered {
    const { cursor } = shown.message;
    const known = this.#recent.get(cursor);
    if (known !== undefined) return known;
    const rendered = this.#execute(shown);
    this.#recent.set(cursor, rendered);
    this.#recentBytes += rendered.bytes;
    for (const [oldest, { bytes }] of this.#recent) {
      if (this.#recent.size <= SERIALISED_KEPT && this.#recentBytes <= SERIALISED_BYTES_KEPT) break;
      this.#recent.delete(oldest);
      this.#recentBytes -= bytes;
    }
    return rendered;
  }

  /** What is now, made once for all who hold it; a long list is not kept for those who may come. */
  renderInitial(of: readonly Shown[]): RenderedInitial {
    const known = this.#initial.get();
    if (known?.of === of) return known;
    const messages = of.map((shown) => this.#execute(shown));
    const bytes = messages.reduce((sum, rendered) => sum + rendered.bytes, 0);
    const made = { of, pieces: piecesOf(messages) };
    this.#initial.hold(made, bytes <= SERIALISED_BYTES_KEPT);
    return made;
  }

  /** Something came: what was now is that no more. */
  forgetInitial(): void {
    this.#initial.forget();
  }

  #execute({ message, root }: Shown): Rendered {
    this.#counted();
    const { operation, scope, variables } = this.#followed;
    const result = operation.over({ [scope.field]: root }, variables);
    return new Rendered(message.cursor, this.#serialise(result));
  }
}

/**
 * Something large that can be made again: held as long as somebody else holds it, and by itself only where it is small.
 */
export class Held<T extends object> {
  #strong: T | undefined;
  #weak: WeakRef<T> | undefined;

  get(): T | undefined {
    return this.#strong ?? this.#weak?.deref();
  }

  /** Holds this and nothing else. */
  hold(value: T, isSmall: boolean): void {
    this.#strong = isSmall ? value : undefined;
    this.#weak = isSmall ? undefined : new WeakRef(value);
  }

  forget(): void {
    this.#strong = undefined;
    this.#weak = undefined;
  }
}

/**
 * Requests of browsers and apps that are being answered. Heavy work that an operator asked for lets them go first,
 * for a while: it never stops altogether.
 */
export class Foreground {
  #requests = 0;
  readonly #waiting = new Set<() => void>();

  /** @returns to be called when the request is answered or its client has gone; more than once changes nothing */
  begin(): () => void {
    let isOpen = true;
    this.#requests += 1;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#requests -= 1;
      if (this.#requests === 0) for (const wake of this.#waiting) wake();
    };
  }

  /** Those who wait for quiet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves when nobody is being answered, at the latest after so many milliseconds. */
  async quiet(maxMilliseconds: number): Promise<void> {
    if (this.#requests === 0 || maxMilliseconds <= 0) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, maxMilliseconds);
      this.#waiting.add(wake);
    });
  }
}

const foregrounds = new WeakMap<object, Foreground>();

/** The one of this server process, whichever socket a request came by; known by its database. */
export function foregroundOf({ database }: { readonly database: object }): Foreground {
  const found = foregrounds.get(database) ?? new Foreground();
  foregrounds.set(database, found);
  return found;
}

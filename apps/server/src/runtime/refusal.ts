import type { RefusalCode } from '@bartleby/api-contract';

/** A name of the catalogue in packages/api-contract; the edge finds status and wording there. */
export type { RefusalCode };

/**
 * "No", said to a client: thrown by use cases, turned into the error envelope at the edge
 * (DESIGN decision 16). `meta` fills the wording and travels to the client: never put a secret in it.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly meta: Record<string, unknown>;

  constructor(code: RefusalCode, meta: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.meta = meta;
  }
}

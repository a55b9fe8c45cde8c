import { Type } from 'typebox';

/**
 * How the identifier counts that takes the place of a user's others. `reserved`: unverified, but usable for signing
 * in, and nobody else can claim it; `unverified`: neither.
 */
export type ReplacementStatus = 'verified' | 'reserved' | 'unverified';

/** `identification_status` on the wire. */
export const ReplacementStatusField = Type.Optional(
  Type.Union([Type.Literal('verified'), Type.Literal('reserved'), Type.Literal('unverified')]),
);

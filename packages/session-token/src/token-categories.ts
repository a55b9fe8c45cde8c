/**
 * Values of the protected header's `cat`: which class of token this is (backend contract section 1.3).
 * `session` is also carried by handshake tokens, which have neither `sub` nor `sid`.
 */
export const tokenCategories = {
  session: 'cl_B7d4PD111AAA',
  customJwt: 'cl_B7d4PD222AAA',
  machine: 'cl_B7d4PD333AAA',
} as const;

export type TokenCategory = (typeof tokenCategories)[keyof typeof tokenCategories];

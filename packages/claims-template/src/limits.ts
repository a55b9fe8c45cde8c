/** Every bound of the language and of the cookie (claims-language sections 4 R16, 6 and 7). */
export const limits = {
  /** Template source, UTF-8 bytes. */
  templateBytes: 16_384,
  /** Nested objects and arrays, the root counted. */
  templateDepth: 16,
  /** Shortcodes in one template. */
  shortcodes: 200,
  /** Operands of one shortcode. */
  operands: 16,
  /** One literal inside a shortcode, UTF-8 bytes without its quotes. */
  literalBytes: 1_024,
  /** One claim name or nested key, UTF-8 bytes. */
  claimNameBytes: 128,
  /** Name and value of one cookie together: what browsers store. */
  cookieBytes: 4_096,
  /** Custom claims: the size Clerk's documentation advises to stay under. */
  advisedCustomClaimsBytes: 1_228,
  /** Metadata of one kind on one user, organization or membership. */
  metadataBytes: 8_192,
  /** Problems reported for one template; the rest is cut off. */
  diagnostics: 200,
  /** Problems for which the name that was meant is looked for: the costliest part of a check. */
  corrections: 25,
} as const;

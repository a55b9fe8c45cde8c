/** RS256 as SubtleCrypto names it (RFC 7518 section 3.3). */
export const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

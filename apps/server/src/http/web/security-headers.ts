import type { FastifyReply } from 'fastify';

const COMMON = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/**
 * Headers of every page that we serve: no inline script or style, no framing, nothing from elsewhere but
 * https pictures (people's avatars and the documentation's).
 */
export function setPageHeaders(reply: FastifyReply): void {
  reply
    .header('content-security-policy', [...COMMON, "img-src 'self' data: https:"].join('; '))
    .header('x-frame-options', 'DENY')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
    .header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
}

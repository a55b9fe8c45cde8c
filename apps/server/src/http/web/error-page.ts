import { apiError, type RefusalCode, refusals } from '@bartleby/api-contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../runtime/refusal.ts';

/** Whether a person looks at the answer: a navigation, not a call of a script. */
export const wantsPage = (request: FastifyRequest): boolean =>
  /\btext\/html\b/.test(request.headers.accept ?? '');

/** A refusal for a person whose browser was sent here: what is wrong and what to do. */
export function sendErrorPage(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const code = refusal.code as RefusalCode;
  return reply
    .code(refusals[code].status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .send(errorPage(apiError(code, refusal.meta)));
}

/** Texts are escaped. */
function errorPage(error: { message: string; long_message: string }): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(error.message)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}</style>
<h1>${escapeHtml(error.message)}</h1>
<p>${escapeHtml(error.long_message)}</p>
</html>
`;
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

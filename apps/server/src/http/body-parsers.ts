import type { FastifyRequest } from 'fastify';
import { Refusal } from '../runtime/refusal.ts';
import type { ApiInstance } from './api-instance.ts';
import { isNestedDeeperThan, MAX_JSON_DEPTH } from './json-depth.ts';
import { findUnstorableText } from './unstorable-text.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Deepest nesting of this route's JSON body, when not the usual one. */
    maxJsonDepth?: number;
  }
}

const MAX_FORM_FIELDS = 1_000;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The parsers of one API: JSON (an empty body is `{}`, as the published SDKs send it), and form-urlencoded
 * where `form` is true: repeated keys become arrays. Everything else is 415.
 */
export function addBodyParsers(app: ApiInstance, options: { readonly form: boolean }): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) =>
      parseJsonBody(body, request.routeOptions.config.maxJsonDepth),
  );
  if (options.form)
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'buffer' },
      async (_: FastifyRequest, body: Buffer) => parseFormBody(body),
    );
  // A write without any body reads like one with an empty body.
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined && request.method !== 'GET' && request.method !== 'HEAD')
      request.body = {};
  });
}

/**
 * @param maxDepth more than usual, for a route whose body wraps what may be nested that deep itself
 * @throws Refusal `request_body_invalid`, `form_param_nesting_too_deep` or `form_param_format_invalid`
 */
export function parseJsonBody(bytes: Buffer, maxDepth: number = MAX_JSON_DEPTH): unknown {
  const text = decode(bytes, 'JSON');
  if (text.trim() === '') return {};
  return refuseUnstorable(parseJsonText(text, 'body', maxDepth), text);
}

/**
 * JSON text from a parameter, such as `unsafe_metadata={"a":1}` in a form.
 * Throws Refusal `form_param_nesting_too_deep` or `form_param_format_invalid` with `paramName`.
 */
export function parseJsonParameter(text: string, paramName: string): unknown {
  refuseDeepNesting(text, paramName);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('form_param_format_invalid', { param_name: paramName });
  }
  if (findUnstorableText({ [paramName]: value }) !== null)
    throw new Refusal('form_param_format_invalid', { param_name: paramName });
  return value;
}

/** Fields by name; a name that comes twice holds an array. Throws Refusal `request_body_invalid`. */
export function parseFormBody(bytes: Buffer): Record<string, string | string[]> {
  const text = decode(bytes, 'form data');
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  if (text === '') return fields;
  const pairs = text.split('&');
  if (pairs.length > MAX_FORM_FIELDS) throw invalid('form data', `more than ${MAX_FORM_FIELDS} fields`);
  for (const pair of pairs) {
    if (pair === '') continue;
    const end = pair.indexOf('=');
    const name = decodeFormText(end === -1 ? pair : pair.slice(0, end));
    const value = end === -1 ? '' : decodeFormText(pair.slice(end + 1));
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else fields[name] = [before, value];
  }
  const culprit = findUnstorableText(fields);
  if (culprit !== null) throw new Refusal('form_param_format_invalid', { param_name: culprit });
  return fields;
}

function parseJsonText(text: string, paramName: string, maxDepth: number): unknown {
  refuseDeepNesting(text, paramName, maxDepth);
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's message may quote the body, which may hold a password: only the position is passed on.
    const position = /position (\d+)/.exec(String(error))?.[1];
    throw invalid('JSON', position ? `the error is at character ${position}` : 'it ends too early');
  }
}

function refuseDeepNesting(text: string, paramName: string, maxDepth = MAX_JSON_DEPTH): void {
  if (isNestedDeeperThan(maxDepth, text))
    throw new Refusal('form_param_nesting_too_deep', { param_name: paramName, max_depth: maxDepth });
}

/** Only a text with such an escape can hold NUL or half a surrogate pair: raw ones are no JSON, or no UTF-8. */
function refuseUnstorable(value: unknown, text: string): unknown {
  const culprit = /\\u(?:0000|[dD][89a-fA-F])/.test(text) ? findUnstorableText(value) : null;
  if (culprit !== null) throw new Refusal('form_param_format_invalid', { param_name: culprit });
  return value;
}

function decode(bytes: Buffer, format: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalid(format, 'it is not UTF-8');
  }
}

function decodeFormText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalid('form data', 'a percent sign does not begin a UTF-8 byte');
  }
}

const invalid = (format: string, reason: string) => new Refusal('request_body_invalid', { format, reason });

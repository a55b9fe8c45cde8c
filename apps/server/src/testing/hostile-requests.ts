import type { Endpoint } from '@bartleby/api-contract';
import type { InjectOptions } from 'fastify';
import { hostileBodies, hostileJson, hostileTexts } from './hostile-values.ts';
import type { SeededChance } from './seeded-chance.ts';

/** Where requests of one API go and what a good one carries. */
export interface HostileTarget {
  /** The endpoints, with paths as the contract writes them. */
  endpoints: readonly Endpoint[];
  /** Before the path: `/i/<slug>` for a browser. */
  prefix: string;
  /** Names a good request may use, each with a value that exists or is well formed. */
  known: Readonly<Record<string, unknown>>;
  /** Values of `:parameters` in paths that exist. */
  ids: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  cookies: Readonly<Record<string, string>>;
  encoding: 'form' | 'json';
}

const HEADERS = [
  'accept', 'accept-encoding', 'accept-language', 'authorization', 'cache-control', 'clerk-api-version', 'clerk-secret-key',
  'content-encoding', 'content-type', 'cookie', 'forwarded', 'host', 'if-match', 'if-none-match', 'origin', 'range', 'referer',
  'sec-fetch-site', 'traceparent', 'user-agent', 'x-clerk-auth-token', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto',
  'x-http-method-override', 'x-native-device-id', 'x-requested-with', 'x-request-id',
]; // biome-ignore format: a table

const COOKIES = ['__session', '__client_uat', '__clerk_db_jwt', '__clerk_handshake', '__proto__', 'x'];
const QUERY_NAMES = [
  '_method', '_clerk_js_version', '_clerk_session_id', '__clerk_db_jwt', '_is_native', 'rotating_token_nonce', 'redirect_url',
  'limit', 'offset', 'order_by', 'query', 'user_id', 'status', 'email_address', 'user_id_count', 'nonce', 'format', '__proto__',
  'last_active_at_since', 'client_id', 'suffixed_cookies', 'organization_id', 'paginated', 'phone_number', 'phone_number_query',
  'external_id', 'web3_wallet', 'provider', 'provider_user_id', 'starting_after',
]; // biome-ignore format: a table

/**
 * One request to one endpoint: hostile in one to three of its carriers (path, query, body, cookies, headers) and
 * good in the others, so that the hostile value gets as far as it can.
 */
export function hostileRequest(
  chance: SeededChance,
  target: HostileTarget,
  endpoint: Endpoint,
): InjectOptions {
  const carriers = new Set<string>();
  for (let count = 1 + chance.below(3); count > 0; count -= 1)
    carriers.add(chance.pick(['path', 'query', 'body', 'body', 'cookies', 'headers']));
  const { method } = endpoint;
  const path = pathOf(chance, target, endpoint.path, carriers.has('path'));
  const query = carriers.has('query') ? queryOf(chance, target) : '';
  const body = method === 'GET' ? null : bodyOf(chance, target, carriers.has('body'));
  return {
    method,
    url: `${target.prefix}${path}${query}`,
    headers: {
      ...target.headers,
      ...(body && { 'content-type': body.type }),
      ...(carriers.has('headers') && headersOf(chance)),
      cookie: cookieOf(chance, target, carriers.has('cookies')),
    },
    ...(body && { payload: body.payload }),
  };
}

function pathOf(chance: SeededChance, { ids }: HostileTarget, pattern: string, hostile: boolean): string {
  return pattern.replaceAll(/:(\w+)/g, (_, name: string) =>
    hostile && chance.percent(70) ? encoded(chance.pick(hostileTexts)) || 'x' : (ids[name] ?? 'unknown'),
  );
}

function queryOf(chance: SeededChance, { known }: HostileTarget): string {
  const names = [...QUERY_NAMES, ...Object.keys(known), chance.pick(hostileTexts)];
  const pairs = Array.from({ length: 1 + chance.below(3) }, () => {
    const [name, value] = [chance.pick(names), chance.pick(hostileTexts)];
    // Some of it as it stands, for the parser to make of it what it can.
    return chance.percent(80) ? `${encoded(name)}=${encoded(value)}` : withoutSpaces(`${name}=${value}`);
  });
  return `?${pairs.join('&')}`;
}

interface Body {
  type: string;
  payload: string | Buffer;
}

function bodyOf(chance: SeededChance, target: HostileTarget, hostile: boolean): Body {
  const type = target.encoding === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  if (hostile && chance.percent(15)) {
    const odd = chance.pick(['text/plain', 'multipart/form-data', 'application/json; charset=utf-16', type]);
    return { type: chance.percent(50) ? type : odd, payload: chance.pick(hostileBodies) };
  }
  const names = Object.keys(target.known);
  const fields = Array.from({ length: Math.min(names.length, 1 + chance.below(4)) }, () => {
    const name = hostile && chance.percent(5) ? chance.pick(hostileTexts) : chance.pick(names);
    return { name, hostile: hostile && chance.percent(70) };
  });
  return { type, payload: target.encoding === 'form' ? form() : json() };

  function form(): string {
    return fields
      .map((field) => {
        const value = field.hostile ? chance.pick(hostileTexts) : String(target.known[field.name] ?? '');
        const repeated = field.hostile && chance.percent(10) ? `&${encoded(field.name)}=again` : '';
        return `${encoded(field.name)}=${encoded(value)}${repeated}`;
      })
      .join('&');
  }

  function json(): string {
    const members = fields.map((field) => {
      const text = () => JSON.stringify(chance.pick(hostileTexts));
      const bad = () => (chance.percent(50) ? chance.pick(hostileJson) : text());
      const wrapped = () => chance.pick([bad(), `[${bad()}]`, `{${text()}:${bad()}}`]);
      const value = field.hostile ? wrapped() : JSON.stringify(target.known[field.name] ?? null);
      return `${JSON.stringify(field.name)}:${value}`;
    });
    return `{${members.join(',')}}`;
  }
}

function headersOf(chance: SeededChance): Record<string, string> {
  const names = Array.from({ length: 1 + chance.below(2) }, () => chance.pick(HEADERS));
  return Object.fromEntries(names.map((name) => [name, headerText(chance.pick(hostileTexts))]));
}

function cookieOf(chance: SeededChance, { cookies }: HostileTarget, hostile: boolean): string {
  const good = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  if (!hostile) return good.join('; ');
  const name = chance.pick([...COOKIES, ...Object.keys(cookies)]);
  const bad = `${name}=${headerText(chance.pick(hostileTexts))}`;
  // A browser may hold several of one name, in either order.
  return (chance.percent(50) ? [...good, bad] : chance.percent(50) ? [bad, ...good] : [bad]).join('; ');
}

/** What Node's HTTP parser would let through of it: bytes, no control characters. */
function headerText(text: string): string {
  const bytes = Buffer.from(text.slice(0, 2_000)).toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header cannot hold.
  return bytes.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').trim();
}

/** Percent signs that stand for something are left as they are. */
function encoded(text: string): string {
  return /^%/.test(text) ? withoutSpaces(text) : encodeURIComponent(wellFormed(text));
}

/** What the request line can hold. */
function withoutSpaces(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a request line cannot hold.
  return wellFormed(text).replaceAll(/[\u0000-\u0020\u007f#]|[^\u0000-\u007f]/gu, (character) =>
    encodeURIComponent(character),
  );
}

/** Half characters become replacement characters, as every encoder on the wire makes them. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

import { isIP } from 'node:net';

interface Problem {
  problem: string;
}

/** A whole number between the bounds. */
export function parseCount(least: number, most: number) {
  return (text: string): number | Problem => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    return { problem: `must be a whole number from ${least} to ${most}, not "${text}"` };
  };
}

/** One of the words. */
export function parseChoice<const Word extends string>(...words: Word[]) {
  return (text: string): Word | Problem =>
    words.find((word) => word === text) ?? { problem: `must be one of ${words.join(', ')}, not "${text}"` };
}

/** `http(s)://host[:port]`, without path, query and credentials; without a slash at the end. */
export function parseOrigin(text: string): string | Problem {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    return { problem: `must be an http or https URL, not "${text}"` };
  if (url.pathname !== '/' || url.search || url.hash || url.username)
    return { problem: `must be an origin without a path: ${url.origin}` };
  return url.origin;
}

/** A URL with one of the schemes. Its text may hold a password and is not repeated. */
export function parseUrl(...schemes: string[]) {
  return (text: string): string | Problem => {
    const fits = URL.canParse(text) && schemes.includes(new URL(text).protocol);
    return fits
      ? text
      : { problem: `must be a URL that starts with ${schemes.map((name) => `${name}//`).join(' or ')}` };
  };
}

/** `host:port` or a port alone. */
export function parseAddress(text: string): { host: string; port: number } | Problem {
  const [, host, port] = /^(?:\[?([^\s\]]+)\]?:)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) return { problem: `must be host:port, not "${text}"` };
  return { host: host ?? '127.0.0.1', port: Number(port) };
}

/**
 * IP addresses and networks (`10.0.0.0/8`), separated by commas. A network of everything is refused: with it
 * each client could claim any address.
 */
export function parseAddressRanges(text: string): readonly string[] | Problem {
  const ranges = text.split(',').map((range) => range.trim());
  const odd = ranges.find((range) => !isAddressRange(range));
  if (odd === undefined) return ranges;
  return {
    problem: `must be IP addresses or networks such as 127.0.0.1, 10.0.0.0/8, separated by commas, not "${odd}"`,
  };
}

function isAddressRange(range: string): boolean {
  const [address = '', bits, ...more] = range.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128);
}

/** 32 bytes as 64 hex digits or in base64 (either alphabet). */
export function parseEncryptionKey(text: string): Uint8Array | Problem {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (bytes.length === 32 && /^[\w+/=-]+$/.test(text)) return new Uint8Array(bytes);
  return { problem: 'must be 32 bytes in base64 or hex; make one with: openssl rand -base64 32' };
}

/**
 * Cookies of a `Cookie` header by name; of several with one name the first counts, as browsers send the most
 * specific first. Values are percent-decoded where they can be. Never throws.
 */
export function parseCookies(header: string | null): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  if (!header) return cookies;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = pair.slice(0, equals).trim();
    if (name === '' || cookies.has(name)) continue;
    cookies.set(name, decodeValue(pair.slice(equals + 1).trim()));
  }
  return cookies;
}

function decodeValue(raw: string): string {
  const value = raw.length >= 2 && raw.startsWith('"') && raw.endsWith('"') ? raw.slice(1, -1) : raw;
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Name and value of a `Set-Cookie` line. */
export function readSetCookie(line: string): { name: string; value: string } {
  const equals = line.indexOf('=');
  if (equals < 0) return { name: '', value: '' };
  const value = line.slice(equals + 1).split(/[;=]/, 1)[0] ?? '';
  return { name: line.slice(0, equals).trim(), value: value.trim() };
}

/** Appends one member name or array index to a JSON pointer (RFC 6901). */
export function pointerTo(parent: string, token: string | number): string {
  const text = String(token);
  const escaped =
    text.includes('~') || text.includes('/') ? text.split('~').join('~0').split('/').join('~1') : text;
  return `${parent}/${escaped}`;
}

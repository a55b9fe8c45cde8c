const ZERO = 48;
const NINE = 57;

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= NINE;
}

function skipDigits(text: string, at: number): number {
  let end = at;
  while (isDigit(text, end)) end += 1;
  return end;
}

/**
 * End offset of the RFC 8259 number that starts at `at`, or -1 when there is none.
 * `01` ends after the 0: what follows is for the caller to refuse.
 */
export function scanJsonNumber(text: string, at: number): number {
  let end = text[at] === '-' ? at + 1 : at;
  if (!isDigit(text, end)) return -1;
  end = text[end] === '0' ? end + 1 : skipDigits(text, end);
  if (text[end] === '.') {
    if (!isDigit(text, end + 1)) return -1;
    end = skipDigits(text, end + 1);
  }
  if (text[end] === 'e' || text[end] === 'E') {
    const digits = text[end + 1] === '+' || text[end + 1] === '-' ? end + 2 : end + 1;
    if (!isDigit(text, digits)) return -1;
    end = skipDigits(text, digits);
  }
  return end;
}

/** blank, tab, carriage return, line feed: the only blank space inside braces. */
export function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}

export function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

/** What an identifier begins with. */
export function isNameStart(character: string | undefined): boolean {
  if (character === undefined) return false;
  return (
    (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') || character === '_'
  );
}

export function isNameCharacter(character: string | undefined): boolean {
  return isNameStart(character) || isDigit(character);
}

/** What a segment behind a dot is made of. */
export function isSegmentCharacter(character: string | undefined): boolean {
  return isNameCharacter(character) || character === '-' || character === '$';
}

/** `0`, `7`, `10`, not `01`: how a path addresses a list element. */
export function isListIndex(segment: string): boolean {
  if (segment === '' || (segment.length > 1 && segment[0] === '0')) return false;
  for (const character of segment) if (!isDigit(character)) return false;
  return true;
}

const snakeCase = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * A form-urlencoded body as the Frontend API reads it (frontend-api 1.2): keys in snake_case at the first level, null
 * as an empty value, undefined left out, an array as a repeated key, an object as JSON text.
 */
export function formBody(params: Readonly<Record<string, unknown>>): URLSearchParams {
  const body = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value])
      body.append(
        snakeCase(key),
        one === null ? '' : typeof one === 'object' ? JSON.stringify(one) : String(one),
      );
  }
  return body;
}

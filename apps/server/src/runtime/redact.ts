const SECRET_NAME =
  /cookie|authorization|token|passw(or)?d|secret|private_?metadata|private_?key|encryption_?key|platform_?key|api_?key|^(jwt|code|ticket|nonce|dsn|smtp_?url|database_?url)$/i;
const REDACTED = '[redacted]';
const MAX_DEPTH = 8;
const MAX_TEXT = 4_000;

/**
 * Secrets that may stand inside any text, a path or an error's message: compact JWTs, our keys,
 * passwords in URLs, query parameters that carry a secret.
 */
const SECRET_TEXT: [RegExp, string][] = [
  [/eyJ[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,4}/g, REDACTED],
  [/\b(sk|ak)_(test|live|[A-Za-z0-9]{6})[A-Za-z0-9_]*/g, `$1_${REDACTED}`],
  [/(\/\/[^:/@\s]+:)[^@/\s]+@/g, `$1${REDACTED}@`],
  [
    /([?&](?:[\w-]*(?:ticket|token|jwt|nonce|handshake|secret|password|code)[\w-]*)=)[^&\s"]+/gi,
    `$1${REDACTED}`,
  ],
];

/** A copy fit for the log: secret-bearing members and secret-looking texts replaced, errors made readable, depth bounded. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_NAME.test(name) && item !== null && item !== undefined ? REDACTED : redact(item, depth + 1),
    ]),
  );
}

function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return SECRET_TEXT.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), short);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    name: error.name,
    message: redactText(error.message),
    ...('code' in error && { code: error.code }),
    ...(error.stack && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}

import type { Clock } from './clock.ts';
import { redact } from './redact.ts';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];
type Fields = Record<string, unknown>;

/** One line per event. Values of secret-bearing names (cookies, tokens, passwords …) are replaced. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** A log whose lines all carry `fields`, e.g. a trace id. */
  with(fields: Fields): Log;
}

export interface LogOptions {
  clock: Clock;
  level: LogLevel;
  format: 'json' | 'pretty';
  /** Takes one line, without its line end. */
  write: (line: string) => void;
}

/** A log that writes JSON lines, or short lines for a person's terminal. */
export function createLog(options: LogOptions, fixed: Fields = {}): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: Fields = {}) => {
      if (LEVELS.indexOf(level) < LEVELS.indexOf(options.level)) return;
      const time = options.clock.now().toISOString();
      const safe = redact({ ...fixed, ...fields }) as Fields;
      options.write(
        options.format === 'json'
          ? JSON.stringify({ time, level, message, ...safe })
          : pretty(time, level, message, safe),
      );
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => createLog(options, { ...fixed, ...fields }),
  };
}

function pretty(time: string, level: LogLevel, message: string, fields: Fields): string {
  const rest = Object.entries(fields).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return ` ${name}=${text}`;
  });
  return `${time.slice(11, 19)} ${level.padEnd(5)} ${message}${rest.join('')}`;
}

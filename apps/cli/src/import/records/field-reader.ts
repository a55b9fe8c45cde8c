import type { RowProblem } from '../sources/source-row.ts';

const SECONDS_END = 100_000_000_000; // As milliseconds this is 1973, as seconds the year 5138.

/** Reads one row's values and collects what is wrong with them, so that a row tells everything at once. */
export class FieldReader {
  readonly problems: RowProblem[] = [];
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }

  refuse(field: string, message: string): void {
    this.problems.push({ field, message });
  }

  private get(field: string): unknown {
    const value = this.values[field];
    return value === '' || value === null ? undefined : value;
  }

  /** A text; undefined when there is none. */
  text(field: string): string | undefined {
    const value = this.get(field);
    if (value === undefined || typeof value === 'string') return value;
    this.refuse(field, 'must be a text.');
    return undefined;
  }

  /** A list of texts: a JSON list, or one text of them separated by commas, bars or semicolons. */
  list(field: string): string[] | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    const list = typeof value === 'string' ? split(value) : value;
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
    this.refuse(field, 'must be a list of texts.');
    return undefined;
  }

  /** true or false, in words too. */
  flag(field: string): boolean | undefined {
    const value = this.get(field);
    if (value === undefined || typeof value === 'boolean') return value;
    const word = String(value).toLowerCase();
    if (['true', 't', '1', 'yes'].includes(word)) return true;
    if (['false', 'f', '0', 'no'].includes(word)) return false;
    this.refuse(field, 'must be true or false.');
    return undefined;
  }

  /** A whole number. */
  integer(field: string): number | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    if (Number.isSafeInteger(number)) return number as number;
    this.refuse(field, 'must be a whole number.');
    return undefined;
  }

  /** An instant in epoch milliseconds: from ISO 8601 text, milliseconds or seconds. */
  instant(field: string): number | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number) && number >= 0)
      return Math.trunc(number < SECONDS_END ? number * 1000 : number);
    const milliseconds =
      typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(milliseconds)) return milliseconds;
    this.refuse(field, 'must be an instant, such as 2024-05-01T12:00:00Z or epoch milliseconds.');
    return undefined;
  }

  /** A JSON object, or the text of one. */
  object(field: string): Record<string, unknown> | undefined {
    let value = this.get(field);
    if (value === undefined) return undefined;
    if (typeof value === 'string')
      try {
        value = JSON.parse(value);
      } catch {
        value = null;
      }
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    this.refuse(field, 'must be a JSON object.');
    return undefined;
  }

  /** A list of JSON objects. */
  objects(field: string): Record<string, unknown>[] | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null))
      return value;
    this.refuse(field, 'must be a list of objects.');
    return undefined;
  }
}

function split(text: string): unknown {
  if (text.trim().startsWith('['))
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  return text
    .split(/[,|;]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The same object without the members that say nothing. */
export function said<T extends object>(members: { [Name in keyof T]: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

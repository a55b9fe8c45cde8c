import { describe, expect, it } from 'vitest';
import { Refusal } from '../../runtime/refusal.ts';
import { MAX_METADATA_BYTES, MAX_METADATA_DEPTH, mergeMetadata, requireMetadata } from './metadata.ts';
import type { JsonObject } from './user.ts';

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'accepted';
}

const check = (value: unknown) => refusalOf(() => requireMetadata(value, 'public_metadata'));

function nested(depth: number): JsonObject {
  let value: JsonObject = {};
  for (let level = 1; level < depth; level += 1) value = { a: value };
  return value;
}

describe('requireMetadata', () => {
  it('takes JSON objects alone', () => {
    expect(check({ a: [1, null, 'x'] })).toBe('accepted');
    for (const value of [null, 1, 'text', true, [], [{}]])
      expect(check(value)).toBe('form_param_type_invalid');
  });

  it('takes 32 levels and refuses 33, and any number without exhausting the stack', () => {
    expect(check(nested(MAX_METADATA_DEPTH))).toBe('accepted');
    expect(check(nested(MAX_METADATA_DEPTH + 1))).toBe('form_param_nesting_too_deep');
    expect(check(nested(100_000))).toBe('form_param_nesting_too_deep');
  });

  it('takes exactly 8 kB of UTF-8', () => {
    const frame = '{"a":""}'.length;
    expect(check({ a: 'x'.repeat(MAX_METADATA_BYTES - frame) })).toBe('accepted');
    expect(check({ a: 'x'.repeat(MAX_METADATA_BYTES - frame + 1) })).toBe('form_param_exceeds_allowed_size');
    expect(check({ a: 'é'.repeat(MAX_METADATA_BYTES / 2) })).toBe('form_param_exceeds_allowed_size');
  });

  it('refuses what the database cannot hold, in keys and values', () => {
    for (const text of ['\0', '\ud800', 'a\udc00b']) {
      expect(check({ a: [text] })).toBe('form_param_format_invalid');
      expect(check({ [text]: 1 })).toBe('form_param_format_invalid');
    }
    expect(check({ '🙂': '🙂' })).toBe('accepted');
  });
});

describe('mergeMetadata', () => {
  it('merges deep, removes by null at any depth, replaces arrays', () => {
    const current = { a: { b: 1, c: { d: 2 } }, list: [1, 2], gone: true };
    const patch = { a: { b: null, c: { e: 3 } }, list: [3], gone: null, fresh: { x: null, y: 1 } };
    expect(mergeMetadata(current, patch)).toEqual({
      a: { c: { d: 2, e: 3 } },
      list: [3],
      fresh: { y: 1 },
    });
  });

  it('changes neither argument', () => {
    const current = Object.freeze({ a: Object.freeze({ b: 1 }) });
    const patch = Object.freeze({ a: Object.freeze({ c: 2 }) });
    expect(mergeMetadata(current, patch)).toEqual({ a: { b: 1, c: 2 } });
  });

  it('keeps hostile keys as data', () => {
    const patch = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    const merged = mergeMetadata({}, patch);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(JSON.stringify(merged)).toBe(JSON.stringify(patch));
    const twice = mergeMetadata(merged, JSON.parse('{"__proto__":{"more":2}}'));
    expect(JSON.stringify(twice)).toContain('"__proto__":{"polluted":1,"more":2}');
  });
});

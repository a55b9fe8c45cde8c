import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JwtTemplateResource as JwtTemplate } from '@bartleby/api-contract';
import { afterAll, describe, expect, it } from 'vitest';
import { checkedDraft } from './checked-draft.ts';
import { draftOf, isTheSame, updateOf } from './update-body.ts';

const folder = mkdtempSync(join(tmpdir(), 'bartleby-update-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const keyFile = file('key.txt', 'a secret of at least as many bytes as the hash has\n');
const convex: JwtTemplate = {
  id: 'jtmp_1',
  name: 'convex',
  claims_source: '{ "aud": "convex" }',
  preset: 'convex',
  version: 1,
  lifetime: 60,
  allowed_clock_skew: 5,
  custom_signing_key: false,
  signing_algorithm: 'RS256',
};
const supabase: JwtTemplate = {
  ...convex,
  preset: 'supabase',
  claims_source: '{ "aud": "authenticated", "role": "authenticated" }',
  custom_signing_key: true,
  signing_algorithm: 'HS256',
};

describe('updateOf', () => {
  it('keeps what is not named, and says nothing of the key', () => {
    expect(updateOf({ lifetime: '90', name: 'other' }, supabase)).toEqual({
      name: 'other',
      claims_source: supabase.claims_source,
      preset: 'supabase',
      lifetime: 90,
      allowed_clock_skew: 5,
    });
    expect(isTheSame(supabase, updateOf({ lifetime: '60', preset: 'supabase' }, supabase))).toBe(true);
    expect(isTheSame(supabase, updateOf({ preset: 'none' }, supabase))).toBe(false);
  });

  it('takes a new key with the algorithm of the old one, or forgets it', () => {
    const given = updateOf({ keyFile }, supabase);
    expect(given).toMatchObject({ custom_signing_key: true, signing_algorithm: 'HS256' });
    expect(given.signing_key).toMatch(/has$/);
    expect(isTheSame(supabase, given)).toBe(false);
    const forgotten = updateOf({ instanceKey: true }, supabase);
    expect(forgotten).toMatchObject({ custom_signing_key: false });
    expect(isTheSame(supabase, forgotten)).toBe(false);
    expect(isTheSame(convex, updateOf({ instanceKey: true }, convex))).toBe(true);
    expect(draftOf(forgotten, supabase)).toMatchObject({ algorithm: 'RS256', hasOwnKey: false });
  });

  it.each([
    [{ algorithm: 'HS256' }, /say --key-file <file> too/],
    [{ keyFile }, /Say --algorithm <algorithm> too/],
    [{ keyFile, algorithm: 'HS256', instanceKey: true }, /not both/],
    [{ preset: 'nhost' }, /there are: hasura, supabase, convex, firebase/],
    [{ lifetime: '1.5' }, /--lifetime takes whole seconds/],
    [{ claims: join(folder, 'none.json') }, /none\.json cannot be read/],
    [{ keyFile: folder, algorithm: 'HS256' }, /cannot be read/],
  ])('refuses %j', (options, reason) => {
    expect(() => updateOf(options, convex)).toThrow(reason);
  });
});

describe('checkedDraft', () => {
  const check = (options: object, before: JwtTemplate) =>
    checkedDraft(draftOf(updateOf(options, before), before));

  it('tells each problem of claims with its place and its repair', () => {
    const claims = file('wrong.json', '{\n  "aud": "konvex",\n  "name": "{{user.fullname}}"\n}');
    const complaint = (() => {
      try {
        return check({ claims }, convex);
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(complaint).toMatch(/^error \/aud \(line 2, column \d+\) {2}.+\n {2}repair: .+$/m);
    expect(complaint).toMatch(/^error \/name .*user\.full_name/m);
    expect(complaint).toMatch(/\nNothing was saved\.$/);
  });

  it.each([
    [{ keyFile, algorithm: 'HS256' }, convex, 'repair: the key of the instance'],
    [{ keyFile, algorithm: 'HS512' }, supabase, 'repair: --algorithm HS256, with --key-file <file>'],
    [{ preset: 'firebase' }, convex, 'repair: --key-file <file>'],
    [
      { keyFile, algorithm: 'RS256', preset: 'firebase', lifetime: '7200' },
      convex,
      'repair: --lifetime 3600',
    ],
  ])('tells what setting would pass: %j', (options, before, repair) => {
    expect(() => check(options, before)).toThrow(repair);
  });

  it('answers what is only unwise', () => {
    const claims = file('unwise.json', '{ "aud": "convex", "role": "{{user.unsafe_metadata.role}}" }');
    expect(check({ claims }, convex)).toMatch(/^warning \/role \(line 1, column \d+\) {2}.+\n/);
    expect(check({}, supabase)).not.toContain('error');
  });

  it('cannot steer the terminal', () => {
    const claims = file('escape.json', '{ "aud": "convex", "\\u001b[2J": 1 }');
    expect(() => check({ claims }, convex)).toThrow(/^error \/\uFFFD\[2J /);
  });
});

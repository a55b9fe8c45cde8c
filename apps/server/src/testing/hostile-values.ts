import { readFileSync } from 'node:fs';

const naughty = JSON.parse(
  readFileSync(new URL('../../../../conformance/vectors/blns/blns.json', import.meta.url), 'utf8'),
) as string[];

/** The big list of naughty strings, and what hurts servers like this one. */
export const hostileTexts: readonly string[] = [
  ...naughty,
  '\0', 'a\0b', '\ud800', 'x\udfff', '\u202e', '\uffff', 'a\r\nb', '\r\nset-cookie: injected_cookie=1', '__proto__', 'constructor',
  'prototype', 'toString', '..', '../../etc/passwd', '%2e%2e%2f', '%', '%00', '%ff', '%u0041', '{}', '[]', 'null',
  '-1', '1e999', '9'.repeat(400), '0x10', '1.5', 'NaN', '9007199254740993', '99999999999999999999', '-0', 'true',
  'a'.repeat(5_000), '💥'.repeat(500), 'a@b', '@', 'a@example.com\n', '"a b"@example.com', `${'a'.repeat(300)}@example.com`,
  'ünï@exämple.com', 'sess_', 'user_', 'sess_%', "'; drop table sessions;--", "' or 1=1--", '$1', ':id', '\\', '\\x00',
  'javascript:alert(1)', 'https://evil.example', '//evil.example', 'https://localhost:3000@evil.example', 'http://[::1',
  'http://localhost:3000/\u0000', 'data:,x', 'eyJ.eyJ.x', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiZXhwIjo5ZTk5fQ.', 'a.b.c',
  '{{user.id}}', '{{#each}}', '1970-01-01', '+275760-09-13T00:00:00.001Z', 'ticket', 'password',
]; // biome-ignore format: a table

/** JSON texts that are legal, or nearly. */
export const hostileJson: readonly string[] = [
  'null', 'true', '0', '-1', '-0', '1e308', '1e999', '1.5', '9007199254740993', '99999999999999999999', '""', '"\\u0000"',
  '"\\ud800"', '"\\udfffx"', '"__proto__"', '[]', '[[]]', '[null]', '["a","a"]', '[1,"a",{}]', '{}', '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}', '{"toString":1,"valueOf":1,"then":1}', '{"$ne":1}', '{"a":1,"a":2}',
  `${'['.repeat(31)}${']'.repeat(31)}`, `${'['.repeat(60)}${']'.repeat(60)}`, `"${'x'.repeat(70_000)}"`,
  `[${'"x",'.repeat(300)}"x"]`, '{"\\u0000":1}', '{"":""}', '"2026-01-01"', '"1"', '253402300800', '-62135596800000', '8640000000000001',
]; // biome-ignore format: a table

/** Whole bodies that are no object, or no JSON at all. */
export const hostileBodies: readonly (string | Buffer)[] = [
  '', ' ', '{', '}', '[]', 'null', 'true', '0', '"x"', '{"a":1}x', '{a:1}', "{'a':1}", '\ufeff{}', '{"a":\u0000}',
  '='.repeat(500), '&&&&', 'a=%', 'a=%ff%fe', '%00=%00', 'a[b]=1&a[]=2&a[b][c]=3', '__proto__=1&constructor=2', 'a&b&c',
  `${'['.repeat(100_000)}`, `{"a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_001)}`, Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  Buffer.from('{"a":"\xe9"}', 'latin1'),
]; // biome-ignore format: a table

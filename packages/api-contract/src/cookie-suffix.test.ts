import { expect, it } from 'vitest';
import { cookieSuffix } from './cookie-suffix.ts';

it.each([
  ['pk_test_Zm9vLWJhci0xLmNsZXJrLmFjY291bnRzLmRldiQ', '-gc2PupC'],
  ['pk_live_Y2xlcmsuY2xlcmsuZGV2JA', '1Z8AzTQD'],
  ['pk_test_Y2xlcmsuY2xlcmsuZGV2JA', 'QvfNY2dr'],
])('the cookies of %s end in %s', async (key, suffix) => {
  expect(await cookieSuffix(key)).toBe(suffix);
});

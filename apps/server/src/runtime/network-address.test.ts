import { describe, expect, it } from 'vitest';
import { networkAddressOf } from './network-address.ts';

describe('networkAddressOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (address, bucket) => {
    expect(networkAddressOf(address)).toBe(bucket);
  });

  it.each(['127.0.0.1', '::ffff:127.0.0.1', '::1'])('%s is not counted', (address) => {
    expect(networkAddressOf(address)).toBeNull();
  });
});

import { isIPv6 } from 'node:net';

/**
 * What is counted as one network address: an IPv4 address, or the /64 that one IPv6 subscriber has: who has
 * one address of it has all. An IPv4 address in its IPv6 form is the same address. Null for loopback, where
 * the address is that of a reverse proxy that we were not told of, or a developer's own, and stands for everybody.
 */
export function networkAddressOf(ipAddress: string): string | null {
  const address = ipAddress.toLowerCase().replace(/%.*$/, '');
  const mapped = /^(?:::ffff:|::ffff:0:|64:ff9b::)(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  const ipv4 = mapped ?? (isIPv6(address) ? null : address);
  if (ipv4 !== null) return ipv4.startsWith('127.') ? null : ipv4;
  if (address === '::1') return null;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

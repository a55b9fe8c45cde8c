import { execFileSync } from 'node:child_process';

/**
 * Of the hosts that a browser or a Node process talked to, those that are not this machine.
 * @param allowed further host names, such as the one `next dev` asks for its own newest version
 */
export function foreignHosts(hosts: Iterable<string>, allowed: readonly string[] = []): string[] {
  const ours = /^(\[::1\]|::1|::|(0000:){7}0000|127\.0\.0\.1|0\.0\.0\.0|localhost)(:\d+)?$/;
  return [...hosts].filter((host) => !ours.test(host) && !allowed.includes(host));
}

/** Host of the registry that npm is configured with: `next dev` asks it for its own newest version. */
export function registryHost(): string {
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  return new URL(registry).hostname;
}

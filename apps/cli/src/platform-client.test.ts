import { expect, it } from 'vitest';
import { findInstance, type PlatformClient } from './platform-client.ts';

/** A server that shows nobody an application, and says who asks. */
const clientWith = (roles: readonly object[]): PlatformClient => {
  const unused = () => Promise.reject(new Error('not asked'));
  const call = async (path: string) => (path === '/me' ? { roles } : []) as never;
  return { serverUrl: 'http://localhost', call, change: unused, remove: unused, send: unused };
};

it('tells who has no role so, and an owner that there is no application', async () => {
  await expect(findInstance(clientWith([]), {})).rejects.toThrow(
    'You have no role here: ask an owner of this server to give you one.',
  );
  const owner = clientWith([{ application_id: null, role: 'owner' }]);
  await expect(findInstance(owner, {})).rejects.toThrow('The server has no application yet.');
});

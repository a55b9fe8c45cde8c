import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePorts } from './free-ports.ts';
import { NEXT_IS_READY } from './next-app.ts';

it('takes no complaint of Next for its being ready', () => {
  expect('✓ Ready in 1234ms').toMatch(NEXT_IS_READY);
  expect('✓ Ready in 2.1s').toMatch(NEXT_IS_READY);
  expect('Error: listen EADDRINUSE: address already in use :::3000').not.toMatch(NEXT_IS_READY);
});

it('finds ports that nobody listens on', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  for (const port of ports) {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, () => resolve());
    });
    await new Promise((resolve) => server.close(resolve));
  }
});

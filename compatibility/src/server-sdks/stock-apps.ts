import type { StockApp } from './stock-app.ts';

/** The stock apps on the published server SDKs, in the order in which they are tested. */
export const serverApps = {
  hono: { name: 'hono', start: () => ['server.mjs'] },
  fastify: { name: 'fastify', start: () => ['server.mjs'] },
} satisfies Record<string, StockApp>;

/** The browser app whose API is the Fastify app, and whose `<SignIn/>` serves the apps without pages. */
export const vueApp = (apiOrigin: string): StockApp => ({
  name: 'vue',
  build: ['vite/bin/vite.js', 'build'],
  start: (port) => ['vite/bin/vite.js', 'preview', '--port', String(port), '--strictPort'],
  surroundings: { API_ORIGIN: apiOrigin },
});

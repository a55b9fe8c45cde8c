import type { StockApp } from './stock-app.ts';

/** The stock apps on the published server SDKs, in the order in which they are tested. */
export const serverApps: readonly StockApp[] = [
  {
    name: 'nuxt',
    build: ['nuxt/bin/nuxt.mjs', 'build'],
    start: () => ['.output/server/index.mjs'],
    signIn: '/sign-in',
    surroundings: { NUXT_TELEMETRY_DISABLED: '1' },
  },
  {
    name: 'react-router',
    build: ['@react-router/dev/bin.js', 'build'],
    start: () => ['@react-router/serve/bin.js', 'build/server/index.js'],
    signIn: '/sign-in',
  },
  {
    name: 'astro',
    build: ['astro/astro.js', 'build'],
    start: () => ['dist/server/entry.mjs'],
    signIn: '/sign-in',
    surroundings: { ASTRO_TELEMETRY_DISABLED: '1' },
  },
  {
    name: 'tanstack-react-start',
    build: ['vite/bin/vite.js', 'build'],
    start: (port) => ['vite/bin/vite.js', 'preview', '--port', String(port), '--strictPort'],
    signIn: '/sign-in',
  },
  { name: 'hono', start: () => ['server.mjs'] },
  { name: 'fastify', start: () => ['server.mjs'] },
];

/** The browser app whose API is the Fastify app, and whose `<SignIn/>` serves the apps without pages. */
export const vueApp = (apiOrigin: string): StockApp => ({
  name: 'vue',
  build: ['vite/bin/vite.js', 'build'],
  start: (port) => ['vite/bin/vite.js', 'preview', '--port', String(port), '--strictPort'],
  surroundings: { API_ORIGIN: apiOrigin },
});

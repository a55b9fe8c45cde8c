import { type EnvironmentFacts, LOCALHOST_NOTE, ownPages, type Recipe, secret } from './recipe.ts';

const BUNDLES_NOTE =
  'Once per server, run `npx bartleby clerk-assets pull`: it fetches the browser files that the published SDKs load.';
const IN_ENV = 'Keep this in .env.';
const NO_SECRET = 'Keep this in .env.local; there is no secret in it.';

const clerkJsUrl = ({ serverUrl }: EnvironmentFacts) =>
  `${serverUrl}/npm/@clerk/clerk-js@6/dist/clerk.browser.js`;
const clerkUiUrl = ({ serverUrl }: EnvironmentFacts) => `${serverUrl}/npm/@clerk/ui@1/dist/ui.browser.js`;

/** What the SDKs' server halves read under the same name everywhere. */
const backendHalf = (facts: EnvironmentFacts) =>
  [
    ['CLERK_SECRET_KEY', secret(facts)],
    ['CLERK_API_URL', facts.serverUrl],
  ] as const;

/** An API whose pages, if any, are another app's. */
const apiServer = (facts: EnvironmentFacts) =>
  [
    ['CLERK_PUBLISHABLE_KEY', facts.publishableKey],
    ...backendHalf(facts),
    ['CLERK_PROXY_URL', facts.frontendApiUrl],
    ['CLERK_TELEMETRY_DISABLED', '1'],
  ] as const;

/** A browser app built by Vite, which hands the page what is called `VITE_…` and nothing else. */
const viteApp = (facts: EnvironmentFacts) =>
  [
    ['VITE_CLERK_PUBLISHABLE_KEY', facts.publishableKey],
    ['VITE_CLERK_PROXY_URL', facts.frontendApiUrl],
    ['VITE_CLERK_JS_URL', clerkJsUrl(facts)],
    ['VITE_CLERK_UI_URL', clerkUiUrl(facts)],
  ] as const;

/** A React framework on Vite: its server reads these, without `VITE_`, and hands them to the page. */
const viteServer = (facts: EnvironmentFacts) =>
  [
    ['VITE_CLERK_PUBLISHABLE_KEY', facts.publishableKey],
    ...backendHalf(facts),
    ['CLERK_PROXY_URL', facts.frontendApiUrl],
    ['CLERK_JS_URL', clerkJsUrl(facts)],
    ['CLERK_UI_URL', clerkUiUrl(facts)],
    ...ownPages('CLERK'),
    ['CLERK_TELEMETRY_DISABLED', '1'],
    ['VITE_CLERK_KEYLESS_DISABLED', '1'],
  ] as const;

const nextKeys = (facts: EnvironmentFacts) =>
  [['NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY', facts.publishableKey], ...backendHalf(facts)] as const;
const nextRest = [
  ...ownPages('NEXT_PUBLIC_CLERK'),
  ['NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED', '1'],
  ['NEXT_PUBLIC_CLERK_KEYLESS_DISABLED', '1'],
] as const;

/** Blocks for apps that keep the published `@clerk/*` packages. */
export const publishedSdkRecipes = {
  'nextjs-clerk': {
    title: 'Next.js with @clerk/nextjs',
    variables: (facts) => [
      ...nextKeys(facts),
      ['NEXT_PUBLIC_CLERK_PROXY_URL', facts.frontendApiUrl],
      ['NEXT_PUBLIC_CLERK_JS_URL', clerkJsUrl(facts)],
      ['NEXT_PUBLIC_CLERK_UI_URL', clerkUiUrl(facts)],
      ...nextRest,
    ],
    notes: ['Keep this in .env.local.', BUNDLES_NOTE, LOCALHOST_NOTE],
  },
  'nextjs-clerk-proxy': {
    title: 'Next.js with @clerk/nextjs, everything on the app’s own origin',
    variables: (facts) => [
      ...nextKeys(facts),
      ['CLERK_FAPI_URL', facts.serverUrl],
      ['NEXT_PUBLIC_CLERK_PROXY_URL', '/__clerk'],
      ...nextRest,
    ],
    notes: [
      'Keep this in .env.local.',
      'In proxy.ts: `export default clerkMiddleware({ frontendApiProxy: { enabled: true } });` and let its matcher include `/__clerk/(.*)`.',
      'Keep CLERK_FAPI_URL: it makes this server the target of the proxy, which otherwise is the SDK’s own default host.',
      BUNDLES_NOTE,
    ],
  },
  'express-clerk': {
    title: 'Express with @clerk/express',
    variables: (facts) => [
      ['CLERK_PUBLISHABLE_KEY', facts.publishableKey],
      ...backendHalf(facts),
      ['CLERK_PROXY_URL', facts.frontendApiUrl],
      ['CLERK_JS_URL', clerkJsUrl(facts)],
      ['CLERK_UI_URL', clerkUiUrl(facts)],
      ['CLERK_TELEMETRY_DISABLED', '1'],
    ],
    notes: [
      IN_ENV,
      'createClerkClient() of @clerk/backend reads no environment: give it secretKey, publishableKey and apiUrl.',
      BUNDLES_NOTE,
    ],
  },
  'fastify-clerk': {
    title: 'Fastify with @clerk/fastify',
    variables: apiServer,
    notes: [
      IN_ENV,
      'The plugin reads neither address by itself: give `clerkPlugin` the options `apiUrl` (CLERK_API_URL) and `proxyUrl` (CLERK_PROXY_URL). Without apiUrl it sends your secret key to the SDK’s own default host.',
      LOCALHOST_NOTE,
    ],
  },
  'hono-clerk': {
    title: 'Hono with @clerk/hono',
    variables: apiServer,
    notes: [
      IN_ENV,
      'The middleware does not read the proxy URL by itself: give `clerkMiddleware` the option `proxyUrl` (CLERK_PROXY_URL).',
      LOCALHOST_NOTE,
    ],
  },
  'react-clerk': {
    title: 'React (Vite) with @clerk/react',
    variables: viteApp,
    notes: [
      NO_SECRET,
      'Pass them to the provider, from import.meta.env: `publishableKey`, `proxyUrl`, `__internal_clerkJSUrl`, `__internal_clerkUIUrl`, and `telemetry={false}`.',
      BUNDLES_NOTE,
      LOCALHOST_NOTE,
    ],
  },
  'vue-clerk': {
    title: 'Vue (Vite) with @clerk/vue',
    variables: viteApp,
    notes: [
      NO_SECRET,
      'Pass them to the plugin, from import.meta.env: `publishableKey`, `proxyUrl`, `__internal_clerkJSUrl`, `__internal_clerkUIUrl`, and `telemetry: false`.',
      BUNDLES_NOTE,
      LOCALHOST_NOTE,
    ],
  },
  'astro-clerk': {
    title: 'Astro with @clerk/astro',
    variables: (facts) => [
      ['PUBLIC_CLERK_PUBLISHABLE_KEY', facts.publishableKey],
      ...backendHalf(facts),
      ['PUBLIC_CLERK_PROXY_URL', facts.frontendApiUrl],
      ['PUBLIC_CLERK_JS_URL', clerkJsUrl(facts)],
      ['PUBLIC_CLERK_UI_URL', clerkUiUrl(facts)],
      ...ownPages('PUBLIC_CLERK'),
      ['PUBLIC_CLERK_TELEMETRY_DISABLED', '1'],
      ['PUBLIC_CLERK_KEYLESS_DISABLED', '1'],
    ],
    notes: [IN_ENV, BUNDLES_NOTE, LOCALHOST_NOTE],
  },
  'react-router-clerk': {
    title: 'React Router with @clerk/react-router',
    variables: viteServer,
    notes: [IN_ENV, BUNDLES_NOTE, LOCALHOST_NOTE],
  },
  'tanstack-react-start-clerk': {
    title: 'TanStack Start with @clerk/tanstack-react-start',
    variables: viteServer,
    notes: [IN_ENV, BUNDLES_NOTE, LOCALHOST_NOTE],
  },
  'nuxt-clerk': {
    title: 'Nuxt with @clerk/nuxt',
    variables: (facts) => [
      ['NUXT_PUBLIC_CLERK_PUBLISHABLE_KEY', facts.publishableKey],
      ['NUXT_CLERK_SECRET_KEY', secret(facts)],
      ['NUXT_CLERK_API_URL', facts.serverUrl],
      ['NUXT_PUBLIC_CLERK_PROXY_URL', facts.frontendApiUrl],
      ['NUXT_PUBLIC_CLERK_JS_URL', clerkJsUrl(facts)],
      ['NUXT_PUBLIC_CLERK_UI_URL', clerkUiUrl(facts)],
      ...ownPages('NUXT_PUBLIC_CLERK'),
      ['NUXT_PUBLIC_CLERK_KEYLESS_DISABLED', '1'],
    ],
    notes: [
      IN_ENV,
      'In nuxt.config.ts: `clerk: { telemetry: { disabled: true } }`. The module reads no variable for it.',
      BUNDLES_NOTE,
      LOCALHOST_NOTE,
    ],
  },
} satisfies Record<string, Recipe>;

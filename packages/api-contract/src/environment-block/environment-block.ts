/** What a block is made from: one instance of one server. */
export interface EnvironmentFacts {
  /** Origin of the server, e.g. `http://localhost:1853`. */
  readonly serverUrl: string;
  /** The instance's Frontend API, e.g. `http://localhost:1853/i/app`. */
  readonly frontendApiUrl: string;
  readonly publishableKey: string;
  /** Null when it is not known any more: the block then says where it belongs. */
  readonly secretKey: string | null;
}

export interface EnvironmentBlock {
  readonly framework: Framework;
  readonly title: string;
  /** Lines `NAME=value`, complete: with a variable missing the published SDKs turn to their makers' hosts. */
  readonly block: string;
  /** What else there is to do, one sentence each. */
  readonly notes: readonly string[];
}

interface Recipe {
  readonly title: string;
  readonly variables: (facts: EnvironmentFacts) => readonly (readonly [name: string, value: string])[];
  readonly notes: readonly string[];
}

const SECRET_PLACEHOLDER = '<your secret key>';
const LOCALHOST_NOTE = 'Open your app on http://localhost, not on 127.0.0.1: cookies depend on it.';
const BUNDLES_NOTE =
  'Once per server, run `npx bartleby clerk-assets pull`: it fetches the browser files that the published SDKs load.';

const clerkJsUrl = (base: string) => `${base}/npm/@clerk/clerk-js@6/dist/clerk.browser.js`;
const clerkUiUrl = (base: string) => `${base}/npm/@clerk/ui@1/dist/ui.browser.js`;
const secret = (facts: EnvironmentFacts) => facts.secretKey ?? SECRET_PLACEHOLDER;

const nextPages = (family: 'BARTLEBY' | 'CLERK') =>
  [
    [`NEXT_PUBLIC_${family}_SIGN_IN_URL`, '/sign-in'],
    [`NEXT_PUBLIC_${family}_SIGN_UP_URL`, '/sign-up'],
  ] as const;
const telemetryOff = [
  ['NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED', '1'],
  ['NEXT_PUBLIC_CLERK_KEYLESS_DISABLED', '1'],
] as const;

const recipes = {
  nextjs: {
    title: 'Next.js',
    variables: (facts) => [
      ['NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY', facts.publishableKey],
      ['BARTLEBY_SECRET_KEY', secret(facts)],
      ['BARTLEBY_API_URL', facts.serverUrl],
      ['NEXT_PUBLIC_BARTLEBY_PROXY_URL', facts.frontendApiUrl],
      ...nextPages('BARTLEBY'),
    ],
    notes: ['Keep this in .env.local.', LOCALHOST_NOTE],
  },
  'nextjs-clerk': {
    title: 'Next.js with @clerk/nextjs',
    variables: (facts) => [
      ['NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY', facts.publishableKey],
      ['CLERK_SECRET_KEY', secret(facts)],
      ['CLERK_API_URL', facts.serverUrl],
      ['NEXT_PUBLIC_CLERK_PROXY_URL', facts.frontendApiUrl],
      ['NEXT_PUBLIC_CLERK_JS_URL', clerkJsUrl(facts.serverUrl)],
      ['NEXT_PUBLIC_CLERK_UI_URL', clerkUiUrl(facts.serverUrl)],
      ...nextPages('CLERK'),
      ...telemetryOff,
    ],
    notes: ['Keep this in .env.local.', BUNDLES_NOTE, LOCALHOST_NOTE],
  },
  'nextjs-clerk-proxy': {
    title: 'Next.js with @clerk/nextjs, everything on the app’s own origin',
    variables: (facts) => [
      ['NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY', facts.publishableKey],
      ['CLERK_SECRET_KEY', secret(facts)],
      ['CLERK_API_URL', facts.serverUrl],
      ['CLERK_FAPI_URL', facts.serverUrl],
      ['NEXT_PUBLIC_CLERK_PROXY_URL', '/__clerk'],
      ...nextPages('CLERK'),
      ...telemetryOff,
    ],
    notes: [
      'Keep this in .env.local.',
      'In proxy.ts: `export default clerkMiddleware({ frontendApiProxy: { enabled: true } });` and let its matcher include `/__clerk/(.*)`.',
      'Keep CLERK_FAPI_URL: it makes this server the target of the proxy, which otherwise is the SDK’s own default host.',
      BUNDLES_NOTE,
    ],
  },
  express: {
    title: 'Express',
    variables: (facts) => [
      ['BARTLEBY_PUBLISHABLE_KEY', facts.publishableKey],
      ['BARTLEBY_SECRET_KEY', secret(facts)],
      ['BARTLEBY_API_URL', facts.serverUrl],
      ['BARTLEBY_PROXY_URL', facts.frontendApiUrl],
    ],
    notes: ['Keep this in .env.', LOCALHOST_NOTE],
  },
  'express-clerk': {
    title: 'Express with @clerk/express',
    variables: (facts) => [
      ['CLERK_PUBLISHABLE_KEY', facts.publishableKey],
      ['CLERK_SECRET_KEY', secret(facts)],
      ['CLERK_API_URL', facts.serverUrl],
      ['CLERK_PROXY_URL', facts.frontendApiUrl],
      ['CLERK_JS_URL', clerkJsUrl(facts.serverUrl)],
      ['CLERK_UI_URL', clerkUiUrl(facts.serverUrl)],
      ['CLERK_TELEMETRY_DISABLED', '1'],
    ],
    notes: [
      'Keep this in .env.',
      'createClerkClient() of @clerk/backend reads no environment: give it secretKey, publishableKey and apiUrl.',
      BUNDLES_NOTE,
    ],
  },
  react: {
    title: 'React (Vite)',
    variables: (facts) => [
      ['VITE_BARTLEBY_PUBLISHABLE_KEY', facts.publishableKey],
      ['VITE_BARTLEBY_PROXY_URL', facts.frontendApiUrl],
    ],
    notes: [
      'Keep this in .env.local; there is no secret in it.',
      'Pass both to the provider: `<ClerkProvider publishableKey={import.meta.env.VITE_BARTLEBY_PUBLISHABLE_KEY} proxyUrl={import.meta.env.VITE_BARTLEBY_PROXY_URL}>`.',
      LOCALHOST_NOTE,
    ],
  },
  'react-clerk': {
    title: 'React (Vite) with @clerk/react',
    variables: (facts) => [
      ['VITE_CLERK_PUBLISHABLE_KEY', facts.publishableKey],
      ['VITE_CLERK_PROXY_URL', facts.frontendApiUrl],
      ['VITE_CLERK_JS_URL', clerkJsUrl(facts.serverUrl)],
      ['VITE_CLERK_UI_URL', clerkUiUrl(facts.serverUrl)],
    ],
    notes: [
      'Keep this in .env.local; there is no secret in it.',
      'Pass them to the provider, from import.meta.env: `publishableKey`, `proxyUrl`, `__internal_clerkJSUrl`, `__internal_clerkUIUrl`, and `telemetry={false}`.',
      BUNDLES_NOTE,
      LOCALHOST_NOTE,
    ],
  },
} satisfies Record<string, Recipe>;

export type Framework = keyof typeof recipes;

/** Every framework that there is a block for. */
export const frameworks = Object.keys(recipes) as readonly Framework[];

/** The complete environment of an app for one instance (DESIGN decision 19). Pure. */
export function environmentBlock(framework: Framework, facts: EnvironmentFacts): EnvironmentBlock {
  const { title, variables, notes }: Recipe = recipes[framework];
  const lines = variables(facts).map(([name, value]) => `${name}=${value}`);
  return { framework, title, block: `${lines.join('\n')}\n`, notes };
}

import { publishedSdkRecipes } from './published-sdk-recipes.ts';
import { type EnvironmentFacts, LOCALHOST_NOTE, ownPages, type Recipe, secret } from './recipe.ts';

export type { EnvironmentFacts } from './recipe.ts';

export interface EnvironmentBlock {
  readonly framework: Framework;
  readonly title: string;
  /** Lines `NAME=value`, complete: with a variable missing the published SDKs turn to their makers' hosts. */
  readonly block: string;
  /** What else there is to do, one sentence each. */
  readonly notes: readonly string[];
}

const recipes = {
  nextjs: {
    title: 'Next.js',
    variables: (facts) => [
      ['NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY', facts.publishableKey],
      ['BARTLEBY_SECRET_KEY', secret(facts)],
      ['BARTLEBY_API_URL', facts.serverUrl],
      ['NEXT_PUBLIC_BARTLEBY_PROXY_URL', facts.frontendApiUrl],
      ...ownPages('NEXT_PUBLIC_BARTLEBY'),
    ],
    notes: ['Keep this in .env.local.', LOCALHOST_NOTE],
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
  ...publishedSdkRecipes,
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

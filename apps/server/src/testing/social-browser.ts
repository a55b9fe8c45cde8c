import type { TestServer } from './create-test-server.ts';
import { createPlatformCaller } from './platform-caller.ts';
import { visitProvider } from './providers/index.ts';
import { type BrowserAnswer, openTestBrowser, type TestBrowser } from './test-browser.ts';

export const CALLBACK_PAGE = 'http://localhost:3000/sign-in/sso-callback';
export const SIGNED_IN_PAGE = 'http://localhost:3000/welcome';

/** A browser that signs in and up at other providers, as the published SDK does. */
export interface SocialBrowser extends TestBrowser {
  /** Begins; answers the attempt. */
  begin(
    kind: 'sign_ins' | 'sign_ups',
    strategy: string,
    form?: Record<string, string>,
  ): Promise<BrowserAnswer>;
  /** Follows the provider's callback: path and query on this server. */
  comeBack(callback: string): Promise<{ status: number; location: string | null }>;
  /** Begins, visits the provider and comes back: where the browser ends. */
  visit(
    kind: 'sign_ins' | 'sign_ups',
    strategy: string,
    answer: Parameters<typeof visitProvider>[1],
  ): Promise<string>;
}

export function openSocialBrowser(server: TestServer): SocialBrowser {
  const browser = openTestBrowser(server);
  const begin: SocialBrowser['begin'] = (kind, strategy, form = {}) =>
    browser.post(`/v1/client/${kind}`, {
      strategy,
      redirect_url: CALLBACK_PAGE,
      action_complete_redirect_url: SIGNED_IN_PAGE,
      ...form,
    });
  const comeBack = (callback: string) => browser.open(pathOf(server, callback));
  return Object.assign(browser, {
    begin,
    comeBack,
    async visit(
      kind: 'sign_ins' | 'sign_ups',
      strategy: string,
      answer: Parameters<typeof visitProvider>[1],
    ) {
      const { body } = await begin(kind, strategy);
      const back = await comeBack(await visitProvider(providerPageOf(body.response), answer));
      if (back.status !== 303 || !back.location) throw new Error(`the callback answered ${back.status}`);
      return back.location;
    },
  });
}

/** The provider's page that an attempt names. */
export function providerPageOf(attempt: {
  first_factor_verification?: { external_verification_redirect_url: string } | null;
  verifications?: { external_account: { external_verification_redirect_url: string } };
}): string {
  const verification = attempt.verifications?.external_account ?? attempt.first_factor_verification;
  if (!verification) throw new Error('the attempt names no provider');
  return verification.external_verification_redirect_url;
}

const pathOf = ({ instance }: TestServer, callback: string): string => {
  if (!callback.startsWith(`${instance.frontendApiUrl}/v1/oauth_callback?`))
    throw new Error(`not the callback: ${callback}`);
  return callback.slice(instance.frontendApiUrl.length);
};

/** Adds connections as an operator. */
export async function addConnections(server: TestServer, bodies: readonly object[]): Promise<void> {
  const platform = await createPlatformCaller(server);
  for (const body of bodies) {
    const { status, body: answer } = await platform.onInstance('POST', '/social_connections', body);
    if (status !== 200) throw new Error(JSON.stringify(answer));
  }
}

import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { proveEmailAddressByLink } from '../accounts/index.ts';
import type { IssuedClient } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import { followSignInLink, type SignInBrowser } from '../sign-ins/index.ts';
import { followSignUpLink } from '../sign-ups/index.ts';
import { checkEmailLink, type EmailLink } from '../verifications/index.ts';

/** What became of a link, as the page it leads to is told (frontend-api.md 5.5). */
export interface FollowedLink {
  readonly status: 'verified' | 'transferable' | 'expired' | 'failed' | 'client_mismatch';
  readonly redirectUrl: string;
  /** The session that it started, in this browser. */
  readonly createdSessionId: string | null;
  readonly issued: IssuedClient | null;
}

/**
 * Follows a link from a mail. Of any number of parallel uses exactly one is answered `verified`.
 * @param browser null for a browser without a client
 * @throws Refusal ticket_invalid for a token that nobody was sent
 */
export async function followMailedLink(
  dependencies: Dependencies,
  input: { instance: Instance; browser: SignInBrowser | null; token: string },
): Promise<FollowedLink> {
  const { instance, browser, token } = input;
  const clientId = browser?.client.id ?? null;
  const checked = await checkEmailLink(dependencies, { instance, token, clientId });
  const { redirectUrl } = checked.link;
  const nothing = { redirectUrl, createdSessionId: null, issued: null };
  if (!checked.ok) return { ...nothing, status: checked.status };
  try {
    return { redirectUrl, ...(await prove(dependencies, { browser, link: checked.link })) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...nothing, status: error.code === 'verification_expired' ? 'expired' : 'failed' };
  }
}

async function prove(
  dependencies: Dependencies,
  { browser, link }: { browser: SignInBrowser | null; link: EmailLink },
): Promise<Omit<FollowedLink, 'redirectUrl'>> {
  switch (link.purpose) {
    case 'sign_in': {
      const { signIn, issued } = await followSignInLink(dependencies, { browser, link });
      const status = signIn.userId === null ? 'transferable' : 'verified';
      return { status, createdSessionId: signIn.createdSessionId, issued };
    }
    case 'sign_up': {
      const { signUp, issued } = await followSignUpLink(dependencies, { browser, link });
      return { status: 'verified', createdSessionId: signUp.createdSessionId, issued };
    }
    case 'email_address':
      await proveEmailAddressByLink(dependencies, { link, clientId: browser?.client.id ?? null });
      return { status: 'verified', createdSessionId: null, issued: null };
  }
}

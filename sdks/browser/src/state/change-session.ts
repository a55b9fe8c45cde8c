import type { BrowserClientOptions, SetActiveParams, SignOutOptions } from '../browser-client.ts';
import { isBartlebyApiError } from '../frontend-api/api-error.ts';
import type { CallFrontendApi } from '../frontend-api/call.ts';
import type { Send } from '../frontend-api/send.ts';
import { type ClientJson, signedInSessions } from '../resources/client.ts';
import type { Tabs } from '../tabs.ts';
import type { TokenCache } from '../tokens/token-cache.ts';
import type { SignedInBrowser } from './signed-in-browser.ts';

export interface SessionChange {
  setActive(params: SetActiveParams): Promise<void>;
  signOut(options?: SignOutOptions): Promise<void>;
}

/** Who is signed in, changed on purpose (frontend-api 5.9: setActive, signOut). */
export function createSessionChange(parts: {
  options: BrowserClientOptions;
  send: Send;
  call: CallFrontendApi;
  cache: TokenCache;
  browser: SignedInBrowser;
  tabs: Tabs;
  reload(): Promise<void>;
  /** Sees to it that the active session has a token in cookie and cache. */
  settle(): Promise<void>;
  navigate(url: string): Promise<void>;
}): SessionChange {
  const { options, call, browser, tabs } = parts;
  const isSignedIn = (id: string) => signedInSessions(browser.client()).some((one) => one.id === id);

  const touch = async (id: string, organization: string | null | undefined) => {
    const session = signedInSessions(browser.client()).find((one) => one.id === id);
    const activeOrganizationId =
      organization === undefined ? (session?.last_active_organization_id ?? null) : organization;
    const intent = organization === undefined ? 'select_session' : 'select_org';
    try {
      const body = { activeOrganizationId, intent };
      await call({ method: 'POST', path: `/client/sessions/${id}/touch`, body, tries: 3 });
    } catch (error) {
      // Without an answer the session we were just given is still the best we know.
      if (!isBartlebyApiError(error) || (error.status >= 400 && error.status < 500)) throw error;
    }
  };

  const finish = async (redirectUrl: string | undefined) => {
    await options.onAfterSetActive?.();
    if (redirectUrl) await parts.navigate(redirectUrl);
  };

  const endOnServer = async (sessionId: string | undefined): Promise<void> => {
    const several = signedInSessions(browser.client()).length > 1;
    if (sessionId && several) {
      await call({ method: 'POST', path: `/client/sessions/${sessionId}/remove`, tries: 3 });
      return tabs.tell({ type: 'client' });
    }
    const answer = await parts
      .send({ method: 'DELETE', path: '/client/sessions', tries: 3 })
      .catch((error: unknown) => {
        if (isBartlebyApiError(error) && error.status === 401) return null;
        throw error;
      });
    const { response } = (answer ?? {}) as { response?: ClientJson | null };
    parts.cache.clear();
    browser.applyClient(response ?? null, 'keep');
    tabs.tell({ type: 'signout' });
  };

  return {
    setActive: async ({ session, organization, redirectUrl }) => {
      const id =
        session === undefined
          ? (browser.activeSession()?.id ?? null)
          : typeof session === 'string'
            ? session
            : (session?.id ?? null);
      await options.onBeforeSetActive?.();
      if (id !== null && !isSignedIn(id)) await parts.reload();
      if (id !== null && !isSignedIn(id))
        throw new Error(
          `Session ${id} is not signed in on this browser; setActive() takes one of client.sessions.`,
        );
      if (id !== null) await touch(id, organization);
      browser.applyClient(browser.client(), { sessionId: id });
      await parts.settle();
      tabs.tell({ type: 'client' });
      await finish(redirectUrl);
    },
    signOut: async (given) => {
      await options.onBeforeSetActive?.();
      await endOnServer(given?.sessionId);
      await finish(given?.redirectUrl);
    },
  };
}

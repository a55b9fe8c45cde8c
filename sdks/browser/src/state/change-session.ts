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

interface Parts {
  readonly options: BrowserClientOptions;
  readonly send: Send;
  readonly call: CallFrontendApi;
  readonly cache: TokenCache;
  readonly browser: SignedInBrowser;
  readonly tabs: Tabs;
  reload(): Promise<void>;
  /** Sees to it that the active session has a token in cookie and cache. */
  settle(): Promise<void>;
  navigate(url: string): Promise<void>;
}

const findSession = ({ browser }: Parts, id: string) =>
  signedInSessions(browser.client()).find((session) => session.id === id);

/** Tells the server which session this browser shows. */
async function touch(parts: Parts, id: string, organization: string | null | undefined): Promise<void> {
  const isSame = organization === undefined;
  const present = findSession(parts, id)?.last_active_organization_id ?? null;
  const body = {
    activeOrganizationId: isSame ? present : organization,
    intent: isSame ? 'select_session' : 'select_org',
  };
  try {
    await parts.call({ method: 'POST', path: `/client/sessions/${id}/touch`, body, tries: 3 });
  } catch (error) {
    // Without an answer the session we were just given is still the best we know.
    if (!isBartlebyApiError(error) || (error.status >= 400 && error.status < 500)) throw error;
  }
}

/** Ends one session of several, or all of this browser. */
async function endOnServer(parts: Parts, sessionId: string | undefined): Promise<void> {
  const { browser, call, tabs } = parts;
  if (sessionId && signedInSessions(browser.client()).length > 1) {
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
}

function wantedSessionId(parts: Parts, session: SetActiveParams['session']): string | null {
  if (session === undefined) return parts.browser.activeSession()?.id ?? null;
  return typeof session === 'string' ? session : (session?.id ?? null);
}

async function activate(parts: Parts, id: string, organization: string | null | undefined): Promise<void> {
  if (!findSession(parts, id)) await parts.reload();
  if (!findSession(parts, id))
    throw new Error(
      `Session ${id} is not signed in on this browser; setActive() takes one of client.sessions.`,
    );
  await touch(parts, id, organization);
}

/** Who is signed in, changed on purpose (frontend-api 5.9: setActive, signOut). */
export function createSessionChange(parts: Parts): SessionChange {
  const { options, browser, tabs } = parts;
  const finish = async (redirectUrl: string | undefined) => {
    await options.onAfterSetActive?.();
    if (redirectUrl) await parts.navigate(redirectUrl);
  };
  return {
    setActive: async ({ session, organization, redirectUrl }) => {
      const sessionId = wantedSessionId(parts, session);
      await options.onBeforeSetActive?.();
      if (sessionId !== null) await activate(parts, sessionId, organization);
      browser.applyClient(browser.client(), { sessionId });
      await parts.settle();
      tabs.tell({ type: 'client' });
      await finish(redirectUrl);
    },
    signOut: async (given) => {
      await options.onBeforeSetActive?.();
      await endOnServer(parts, given?.sessionId);
      await finish(given?.redirectUrl);
    },
  };
}

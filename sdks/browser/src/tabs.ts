import type { BrowserPlatform, TabChannel } from './browser-platform.ts';
import type { CachedToken, TokenKey } from './tokens/token-cache.ts';

/** What one tab tells the others of the same origin and instance. */
export type TabMessage =
  | { readonly type: 'token'; readonly key: TokenKey; readonly jwt: string; readonly receivedAt: number }
  /** Something about sessions or the user changed: ask the server. */
  | { readonly type: 'client' }
  | { readonly type: 'signout' };

export interface Tabs {
  open(): void;
  close(): void;
  tell(message: TabMessage): void;
  tellToken(key: TokenKey, token: CachedToken): void;
}

/** The line between the tabs of one instance. Messages sent while it is closed are lost, which costs a request. */
export function createTabs(
  platform: BrowserPlatform,
  cookieSuffix: string,
  onMessage: (message: TabMessage) => void,
): Tabs {
  let channel: TabChannel | undefined;
  const tell = (message: TabMessage) => channel?.post(message);
  return {
    tell,
    tellToken: (key, { jwt, receivedAt }) => tell({ type: 'token', key, jwt, receivedAt }),
    open: () => {
      channel ??= platform.openChannel(`bartleby:${cookieSuffix}`, (message) =>
        onMessage(message as TabMessage),
      );
    },
    close: () => {
      channel?.close();
      channel = undefined;
    },
  };
}

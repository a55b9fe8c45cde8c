import type { CallFrontendApi } from '../frontend-api/call.ts';
import { fromWire } from './from-wire.ts';

interface SessionWithActivityData {
  readonly id: string;
  readonly status: string;
  readonly lastActiveAt: Date;
  readonly expireAt: Date;
  readonly latestActivity?: {
    readonly deviceType?: string | null;
    readonly isMobile?: boolean | null;
    readonly browserName?: string | null;
    readonly browserVersion?: string | null;
    readonly ipAddress?: string | null;
    readonly city?: string | null;
    readonly country?: string | null;
  } | null;
}

/** A session of the user on any device, and where it was last seen (frontend-api 4.3). */
export interface SessionWithActivity extends SessionWithActivityData {
  /** Signs that device out. */
  revoke(): Promise<void>;
}

export function sessionWithActivityFrom(json: unknown, call: CallFrontendApi): SessionWithActivity {
  const data = fromWire<SessionWithActivityData>(json);
  return {
    ...data,
    revoke: async () => {
      await call({ method: 'POST', path: `/me/sessions/${data.id}/revoke` });
    },
  };
}

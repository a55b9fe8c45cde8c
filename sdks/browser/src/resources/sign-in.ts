import type { CallFrontendApi } from '../frontend-api/call.ts';
import { fromWire } from './from-wire.ts';
import type { Verification } from './verification.ts';

export interface SignInFactor {
  readonly strategy: string;
  readonly safeIdentifier?: string;
  readonly emailAddressId?: string;
  readonly primary?: boolean;
}

interface SignInData {
  readonly id: string | undefined;
  readonly status:
    | 'needs_identifier'
    | 'needs_first_factor'
    | 'needs_second_factor'
    | 'needs_new_password'
    | 'needs_client_trust'
    | 'complete'
    | 'abandoned'
    | null;
  readonly identifier: string | null;
  readonly supportedFirstFactors: readonly SignInFactor[] | null;
  readonly supportedSecondFactors: readonly SignInFactor[] | null;
  readonly firstFactorVerification: Verification | null;
  /** What to hand to `setActive` once `status` is complete. */
  readonly createdSessionId: string | null;
}

export type SignInCreateParams =
  | { identifier: string; strategy?: 'email_code' | 'reset_password_email_code' }
  | { strategy: 'password'; identifier: string; password: string }
  | { strategy: 'ticket'; ticket: string }
  | Record<string, never>;

/** An attempt to sign in (frontend-api 4.7, 5.2). Each step answers the attempt as it then stands. */
export interface SignIn extends SignInData {
  create(params: SignInCreateParams): Promise<SignIn>;
  /** Sends a code or a link; a link leads to `redirectUrl`. */
  prepareFirstFactor(params: {
    strategy: string;
    emailAddressId?: string;
    redirectUrl?: string;
  }): Promise<SignIn>;
  attemptFirstFactor(
    params: { strategy: 'password'; password: string } | { strategy: string; code: string },
  ): Promise<SignIn>;
  /** Sets the new password, once the code of `reset_password_email_code` was right. */
  resetPassword(params: { password: string; signOutOfOtherSessions?: boolean }): Promise<SignIn>;
  reload(): Promise<SignIn>;
}

const NOT_STARTED: SignInData = {
  id: undefined,
  status: null,
  identifier: null,
  supportedFirstFactors: null,
  supportedSecondFactors: null,
  firstFactorVerification: null,
  createdSessionId: null,
};

/** The attempt in a wire object; without one, an attempt that has not begun. */
export function signInFrom(json: unknown, call: CallFrontendApi): SignIn {
  const data = json ? { ...NOT_STARTED, ...fromWire<SignInData>(json) } : NOT_STARTED;
  const step = async (path: string, body?: object, method: 'GET' | 'POST' = 'POST') =>
    signInFrom(await call({ method, path, body: body as Record<string, unknown> | undefined }), call);
  const own = (action: string) => {
    if (!data.id) throw new Error('Nothing to continue: call signIn.create() first.');
    return `/client/sign_ins/${data.id}${action}`;
  };
  return {
    ...data,
    create: (params) => step('/client/sign_ins', { locale: globalThis.navigator?.language, ...params }),
    prepareFirstFactor: async (params) => step(own('/prepare_first_factor'), params),
    attemptFirstFactor: async (params) => step(own('/attempt_first_factor'), params),
    resetPassword: async (params) => step(own('/reset_password'), params),
    reload: async () => step(own(''), undefined, 'GET'),
  };
}

import type { UnsafeMetadata } from '../declared-types.ts';
import type { CallFrontendApi } from '../frontend-api/call.ts';
import { fromWire } from './from-wire.ts';
import type { Verification } from './verification.ts';

interface SignUpData {
  readonly id: string | undefined;
  readonly status: 'missing_requirements' | 'complete' | 'abandoned' | null;
  readonly requiredFields: readonly string[];
  readonly optionalFields: readonly string[];
  readonly missingFields: readonly string[];
  readonly unverifiedFields: readonly string[];
  readonly verifications: { readonly emailAddress?: Verification | null };
  readonly emailAddress: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly hasPassword: boolean;
  readonly createdSessionId: string | null;
  readonly createdUserId: string | null;
}

export interface SignUpParams {
  emailAddress?: string;
  password?: string;
  firstName?: string;
  lastName?: string;
  username?: string;
  unsafeMetadata?: UnsafeMetadata;
  strategy?: 'ticket';
  ticket?: string;
}

/** An attempt to sign up (frontend-api 4.8, 5.1). Each step answers the attempt as it then stands. */
export interface SignUp extends SignUpData {
  create(params: SignUpParams): Promise<SignUp>;
  update(params: SignUpParams): Promise<SignUp>;
  /** Sends the code, or the link, which leads to `redirectUrl`. */
  prepareEmailAddressVerification(
    params?: { strategy?: 'email_code' } | { strategy: 'email_link'; redirectUrl: string },
  ): Promise<SignUp>;
  attemptEmailAddressVerification(params: { code: string }): Promise<SignUp>;
  reload(): Promise<SignUp>;
}

const NOT_STARTED: SignUpData = {
  id: undefined,
  status: null,
  requiredFields: [],
  optionalFields: [],
  missingFields: [],
  unverifiedFields: [],
  verifications: {},
  emailAddress: null,
  firstName: null,
  lastName: null,
  hasPassword: false,
  createdSessionId: null,
  createdUserId: null,
};

/** The attempt in a wire object; without one, an attempt that has not begun. */
export function signUpFrom(json: unknown, call: CallFrontendApi): SignUp {
  const data = json ? { ...NOT_STARTED, ...fromWire<SignUpData>(json) } : NOT_STARTED;
  const step = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
    signUpFrom(await call({ method, path, body: body as Record<string, unknown> | undefined }), call);
  const own = (action: string) => {
    if (!data.id) throw new Error('Nothing to continue: call signUp.create() first.');
    return `/client/sign_ups/${data.id}${action}`;
  };
  return {
    ...data,
    create: (params) =>
      step('POST', '/client/sign_ups', { locale: globalThis.navigator?.language, ...params }),
    update: async (params) => step('PATCH', own(''), params),
    prepareEmailAddressVerification: async (params) =>
      step('POST', own('/prepare_verification'), { strategy: 'email_code', ...params }),
    attemptEmailAddressVerification: async ({ code }) =>
      step('POST', own('/attempt_verification'), { strategy: 'email_code', code }),
    reload: async () => step('GET', own('')),
  };
}

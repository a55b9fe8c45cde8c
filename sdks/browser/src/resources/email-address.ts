import type { CallFrontendApi } from '../frontend-api/call.ts';
import { fromWire } from './from-wire.ts';
import type { Verification } from './verification.ts';

export interface EmailAddressData {
  readonly id: string;
  readonly emailAddress: string;
  readonly verification: Verification | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface EmailAddress extends EmailAddressData {
  /** Sends a code to the address. */
  prepareVerification(params?: { strategy?: 'email_code' }): Promise<EmailAddress>;
  attemptVerification(params: { code: string }): Promise<EmailAddress>;
  destroy(): Promise<void>;
}

/** An address of the signed-in user with what can be done to it. */
export function emailAddressFrom(data: EmailAddressData, call: CallFrontendApi): EmailAddress {
  const path = `/me/email_addresses/${data.id}`;
  const change = async (action: string, body: Record<string, unknown>) =>
    emailAddressFrom(
      fromWire<EmailAddressData>(await call({ method: 'POST', path: `${path}/${action}`, body })),
      call,
    );
  return {
    ...data,
    prepareVerification: (params) =>
      change('prepare_verification', { strategy: params?.strategy ?? 'email_code' }),
    attemptVerification: ({ code }) => change('attempt_verification', { code }),
    destroy: async () => {
      await call({ method: 'DELETE', path });
    },
  };
}

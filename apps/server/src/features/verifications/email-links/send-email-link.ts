import type { Dependencies } from '../../../dependencies.ts';
import { hashSecret } from '../../../runtime/secret-hash.ts';
import { type Instance, requireRedirectUrl } from '../../instances/index.ts';
import { CODES_PER_ADDRESS, countAttempt } from '../count-attempt.ts';
import { isTestAddress } from '../test-address.ts';
import { CODE_LIFETIME_SECONDS, type Verification } from '../verification.ts';
import { insertVerification } from '../verification-store.ts';
import type { EmailLink, EmailLinkPurpose } from './email-link.ts';
import { emailLinkMessage } from './email-link-message.ts';
import { insertEmailLink } from './email-link-store.ts';

export interface EmailLinkRequest {
  readonly instance: Instance;
  /** In its stored form. */
  readonly emailAddress: string;
  readonly purpose: EmailLinkPurpose;
  /** Id of the sign-in, sign-up or address that the link proves. */
  readonly subjectId: string;
  /** The browser that asks. */
  readonly clientId: string;
  /** Where `/v1/verify` is for that browser: the Frontend API's address, or the SDK proxy's. */
  readonly frontendUrl: string;
  /** As it was sent. */
  readonly redirectUrl: string | undefined;
  /** False for an address of nobody: everything happens as usual but no mail is sent. */
  readonly deliver: boolean;
}

/**
 * Mails a link of ten minutes and returns its verification. Links and codes count together: five per address
 * and hour. Test addresses get no mail.
 * @throws Refusal form_param_missing or redirect_url_not_allowed (redirect_url), too_many_requests
 */
export async function sendEmailLink(
  dependencies: Dependencies,
  request: EmailLinkRequest,
): Promise<Verification> {
  const { clock, database, mail, random } = dependencies;
  const { instance, emailAddress, purpose } = request;
  const redirectUrl = requireRedirectUrl(instance, request.redirectUrl);
  const now = clock.now();
  const isTest = isTestAddress(instance, emailAddress);
  if (!isTest)
    await countAttempt(database.queries, instance.id, {
      limit: CODES_PER_ADDRESS,
      subject: emailAddress,
      now,
    });
  const token = random.secret();
  const verification = linkVerification({ instance, emailAddress, token, now, id: random.id('ver') });
  const link: EmailLink = {
    instanceId: instance.id,
    tokenHash: verification.codeHash,
    verificationId: verification.id,
    purpose,
    subjectId: request.subjectId,
    clientId: request.clientId,
    redirectUrl,
    expireAt: verification.expireAt,
    createdAt: now,
  };
  await database.transaction(async (queries) => {
    await insertVerification(queries, verification);
    await insertEmailLink(queries, link);
  });
  const url = `${request.frontendUrl}/v1/verify?token=${token}`;
  if (request.deliver && !isTest) await mail.send(emailLinkMessage({ instance, emailAddress, purpose, url }));
  return verification;
}

function linkVerification(link: {
  instance: Instance;
  id: string;
  emailAddress: string;
  token: string;
  now: Date;
}): Verification {
  return {
    instanceId: link.instance.id,
    id: link.id,
    strategy: 'email_link',
    emailAddress: link.emailAddress,
    phoneNumber: null,
    codeHash: hashSecret(link.token),
    attempts: 0,
    maxAttempts: 1,
    verifiedAt: null,
    verifiedAtClient: null,
    expireAt: new Date(link.now.getTime() + CODE_LIFETIME_SECONDS * 1000),
    createdAt: link.now,
  };
}

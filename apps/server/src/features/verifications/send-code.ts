import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Instance } from '../instances/index.ts';
import { codeMessage } from './code-message.ts';
import { CODES_PER_ADDRESS, countAttempt } from './count-attempt.ts';
import { isTestAddress, isTestNumber, TEST_CODE } from './test-address.ts';
import {
  CODE_LENGTH,
  CODE_LIFETIME_SECONDS,
  type CodeStrategy,
  MAX_CODE_ATTEMPTS,
  type Verification,
} from './verification.ts';
import { insertVerification } from './verification-store.ts';

export interface CodeRequest {
  readonly instance: Instance;
  /** In its stored form. */
  readonly emailAddress: string;
  readonly strategy: CodeStrategy;
  /**
   * False for an address that belongs to nobody: everything happens as usual but no mail is sent, so that
   * the asker learns nothing about the address. Such a code cannot be guessed into an account either.
   */
  readonly deliver: boolean;
}

/** Ties a code to its verification: equal codes have different hashes. */
export const hashCode = (verificationId: string, code: string): Buffer =>
  hashSecret(`${verificationId}:${code}`);

/**
 * Makes a code of six digits, hands it to the mailer and returns its verification: only after that may
 * an attempt report the strategy (frontend-api.md 4.9). At most five codes per address and hour.
 * @throws Refusal too_many_requests
 */
export async function sendCode(dependencies: Dependencies, request: CodeRequest): Promise<Verification> {
  const { clock, database, mail, random } = dependencies;
  const { instance, emailAddress, strategy, deliver } = request;
  const isTest = deliver && isTestAddress(instance, emailAddress);
  const now = clock.now();
  if (!isTest)
    await countAttempt(database.queries, instance.id, {
      limit: CODES_PER_ADDRESS,
      subject: emailAddress,
      now,
    });
  const id = random.id('ver');
  const code = isTest ? TEST_CODE : random.digits(CODE_LENGTH);
  const verification = codeVerification({ instance, id, strategy, emailAddress, code, now });
  await insertVerification(database.queries, verification);
  if (deliver && !isTest) await mail.send(codeMessage({ instance, emailAddress, strategy, code }));
  return verification;
}

/** A code that was not tried yet, for an address or a number. */
function codeVerification(given: {
  instance: Instance;
  id: string;
  strategy: Verification['strategy'];
  emailAddress?: string;
  phoneNumber?: string;
  code: string;
  now: Date;
}): Verification {
  const { instance, id, strategy, emailAddress = null, phoneNumber = null, code, now } = given;
  return {
    instanceId: instance.id,
    id,
    strategy,
    emailAddress,
    phoneNumber,
    codeHash: hashCode(id, code),
    attempts: 0,
    maxAttempts: MAX_CODE_ATTEMPTS,
    verifiedAt: null,
    verifiedAtClient: null,
    expireAt: new Date(now.getTime() + CODE_LIFETIME_SECONDS * 1000),
    createdAt: now,
  };
}

/**
 * Makes a code for a number. This server sends no messages to phones: test numbers alone have a code, the fixed one.
 * @throws Refusal feature_not_enabled for every other number
 */
export async function sendPhoneCode(
  { clock, database, random }: Dependencies,
  { instance, phoneNumber }: { instance: Instance; phoneNumber: string },
): Promise<Verification> {
  if (!isTestNumber(instance, phoneNumber))
    throw new Refusal('feature_not_enabled', {
      long_message:
        'This server sends no messages to phones. A development instance in test mode takes +1 XXX 555 0100 to 0199 with the code 424242.',
    });
  const given = { instance, strategy: 'phone_code' as const, phoneNumber, code: TEST_CODE, now: clock.now() };
  const verification = codeVerification({ ...given, id: random.id('ver') });
  await insertVerification(database.queries, verification);
  return verification;
}

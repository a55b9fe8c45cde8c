import type { Dependencies } from '../../dependencies.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Instance } from '../instances/index.ts';
import { codeMessage } from './code-message.ts';
import { CODES_PER_ADDRESS, countAttempt } from './count-attempt.ts';
import { isTestAddress, TEST_CODE } from './test-address.ts';
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
  const verification: Verification = {
    instanceId: instance.id,
    id,
    strategy,
    emailAddress,
    codeHash: hashCode(id, code),
    attempts: 0,
    maxAttempts: MAX_CODE_ATTEMPTS,
    verifiedAt: null,
    verifiedAtClient: null,
    expireAt: new Date(now.getTime() + CODE_LIFETIME_SECONDS * 1000),
    createdAt: now,
  };
  await insertVerification(database.queries, verification);
  if (deliver && !isTest) await mail.send(codeMessage({ instance, emailAddress, strategy, code }));
  return verification;
}

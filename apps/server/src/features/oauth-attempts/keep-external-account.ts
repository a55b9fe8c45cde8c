import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import {
  type ExternalAccount,
  insertExternalAccount,
  sealTokens,
  updateExternalAccount,
  updateSealedTokens,
} from '../external-accounts/index.ts';
import type { User } from '../users/index.ts';
import { openAnswer } from './attempt-seals.ts';
import type { OAuthAttempt, ProviderAnswer } from './oauth-attempt.ts';
import { findOAuthAttempt } from './oauth-attempt-store.ts';

type Tools = Pick<Dependencies, 'clock' | 'random' | 'encryption'>;

/**
 * Stores what a provider confirmed, in the caller's transaction: on the account that there is, or as a new one.
 * Fails with a conflict when somebody else's account is the same: see `refuseConflicts`.
 */
export async function keepExternalAccountIn(
  queries: Queries,
  tools: Tools,
  input: {
    readonly user: Pick<User, 'instanceId' | 'id'>;
    readonly attempt: OAuthAttempt;
    readonly answer: ProviderAnswer;
    readonly existing: ExternalAccount | null;
  },
): Promise<ExternalAccount> {
  const { user, attempt, answer, existing } = input;
  const now = tools.clock.now();
  const account: ExternalAccount = {
    ...(existing ?? emptyAccount(tools, user, attempt)),
    ...answer.profile,
    approvedScopes: answer.tokens.scopes ?? existing?.approvedScopes ?? '',
    verified: true,
    oauthAttemptId: attempt.id,
    updatedAt: now,
  };
  if (existing) await updateExternalAccount(queries, account);
  else await insertExternalAccount(queries, account);
  await updateSealedTokens(queries, account, sealTokens(tools, account, answer.tokens));
  return account;
}

/** An account of which nothing is known yet but whose it will be. */
export function emptyAccount(
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
  user: Pick<User, 'instanceId' | 'id'>,
  { id: oauthAttemptId, strategy }: Pick<OAuthAttempt, 'id' | 'strategy'>,
): ExternalAccount {
  const now = clock.now();
  return {
    instanceId: user.instanceId,
    id: random.id('eac'),
    userId: user.id,
    identificationId: random.id('idn'),
    provider: strategy,
    providerUserId: '',
    emailAddress: null,
    emailAddressVerified: false,
    firstName: null,
    lastName: null,
    username: null,
    imageUrl: null,
    phoneNumber: null,
    label: null,
    publicMetadata: {},
    approvedScopes: '',
    verified: false,
    oauthAttemptId,
    error: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** Gives a new user the account that the provider named in an earlier step of the same sign-up. */
export async function connectAnsweredAccountIn(
  queries: Queries,
  tools: Tools,
  user: User,
  oauthAttemptId: string,
): Promise<void> {
  const attempt = await findOAuthAttempt(queries, user.instanceId, oauthAttemptId);
  const answer = attempt && openAnswer(tools, attempt);
  if (attempt && answer)
    await keepExternalAccountIn(queries, tools, { user, attempt, answer, existing: null });
}

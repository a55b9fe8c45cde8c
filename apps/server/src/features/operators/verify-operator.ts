import { keyPrefixes } from '@bartleby/api-contract';
import { createKeySource, type SyncKeySource, verifySessionToken } from '@bartleby/session-token';
import { importPublicKey } from '@bartleby/session-token/node';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { findInstanceBySlug, type Instance } from '../instances/index.ts';
import { statementTime } from '../sessions/index.ts';
import { type PublicKeySet, publicKeySet } from '../signing-keys/index.ts';
import type { Operator } from './operator.ts';
import { findOperatorBySession } from './operator-store.ts';
import { findPlatformKey } from './platform-key-store.ts';

const MAX_KEY_LENGTH = 256;

/** The instance that operators are users of. Throws Error before the first start was prepared. */
export async function operatorsInstance(dependencies: Dependencies): Promise<Instance> {
  const operators = await findInstanceBySlug(dependencies, 'operators');
  if (operators?.kind !== 'operators') throw new Error('the operators’ instance is missing');
  return operators;
}

/**
 * Who holds this credential: a platform key (`ak_…`), or a session token of the operators' instance whose
 * session is active at this moment.
 * @throws Refusal `authentication_invalid`
 */
export async function verifyOperator(dependencies: Dependencies, credential: string): Promise<Operator> {
  const operators = await operatorsInstance(dependencies);
  const operator = credential.startsWith(keyPrefixes.platform)
    ? await operatorOfKey(dependencies, operators, credential)
    : await operatorOfToken(dependencies, operators, credential);
  if (!operator) throw new Refusal('authentication_invalid');
  return operator;
}

async function operatorOfKey(
  { database }: Dependencies,
  operators: Instance,
  credential: string,
): Promise<Operator | null> {
  if (credential.length > MAX_KEY_LENGTH) return null;
  const key = await findPlatformKey(database.queries, operators.id, hashSecret(credential));
  if (!key) return null;
  const roles = [{ applicationId: null, role: 'owner' }] as const;
  return { ...key, kind: 'platform_key', emailAddress: null, hasPassword: false, roles };
}

async function operatorOfToken(
  dependencies: Dependencies,
  operators: Instance,
  token: string,
): Promise<Operator | null> {
  const { clock, database } = dependencies;
  const verified = await verifySessionToken(token, {
    keys: keySourceOf(await publicKeySet(dependencies, operators)),
    issuer: operators.issuer,
    nowSeconds: clock.now().getTime() / 1000,
  });
  // A session that acts for somebody else does not administer: impersonation is for looking at apps.
  if (!verified.ok || verified.claims.act !== undefined) return null;
  const { sid: sessionId, sub: userId } = verified.claims;
  const now = statementTime(clock);
  return findOperatorBySession(database.queries, operators.id, { sessionId, userId, now });
}

const keySources = new WeakMap<PublicKeySet, SyncKeySource>();

/** Key sets are remembered per version, so their imported keys are too. */
function keySourceOf(set: PublicKeySet): SyncKeySource {
  const source = keySources.get(set) ?? createKeySource(set.keys.map((key) => importPublicKey(key)));
  keySources.set(set, source);
  return source;
}

import type { Dependencies } from '../../dependencies.ts';
import { type OAuthAttempt, type OAuthSecrets, type ProviderAnswer, sealContext } from './oauth-attempt.ts';

type Sealer = Pick<Dependencies, 'encryption'>;

export function openSecrets({ encryption }: Sealer, attempt: OAuthAttempt): OAuthSecrets {
  const plain = encryption.open(attempt.secretsSealed, sealContext('secrets', attempt));
  return JSON.parse(new TextDecoder().decode(plain)) as OAuthSecrets;
}

/** What the provider said, kept for a transfer: it holds tokens and a person's address. */
export function sealAnswer(
  { encryption }: Sealer,
  attempt: OAuthAttempt,
  answer: ProviderAnswer,
): Uint8Array {
  return encryption.seal(new TextEncoder().encode(JSON.stringify(answer)), sealContext('answer', attempt));
}

export function openAnswer({ encryption }: Sealer, attempt: OAuthAttempt): ProviderAnswer | null {
  if (attempt.answerSealed === null) return null;
  const plain = encryption.open(attempt.answerSealed, sealContext('answer', attempt));
  return JSON.parse(new TextDecoder().decode(plain)) as ProviderAnswer;
}

import { cookieNames, suffixedCookieName } from '@bartleby/api-contract';
import type { JsonObject, TemplateData } from '@bartleby/claims-template';
import { defaultSessionClaims, tokenCategories } from '@bartleby/session-token';
import { clientUpdatedAtSeconds } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import { factorVerificationAge } from '../sessions/index.ts';
import { templateUserData } from '../users/index.ts';
import { type SessionTokenClaims, sessionTokenClaims } from './session-token-claims.ts';
import type { TokenMaterial } from './token-material.ts';
import type { TokenSubject } from './token-subject.ts';

export const DEFAULT_LIFETIME_SECONDS = 60;

export interface RenderInput {
  readonly instance: Pick<Instance, 'issuer' | 'cookieSuffix' | 'frontendApiUrl'>;
  readonly subject: TokenSubject;
  readonly material: Pick<TokenMaterial, 'template'> & { readonly signer: { readonly keyId: string } };
  /** Claim `azp`; null leaves it out. */
  readonly origin: string | null;
  readonly tokenId: string;
  readonly lifetimeSeconds?: number | undefined;
}

export interface RenderedToken extends SessionTokenClaims {
  readonly issuedAtSeconds: number;
  readonly data: TemplateData;
  readonly defaultClaims: JsonObject;
  readonly protectedHeader: ReturnType<typeof protectedHeaderOf>;
}

/** Everything about a session token but its signature: what is signed, and what a preview shows. Pure. */
export function renderSessionToken(input: RenderInput): RenderedToken {
  const { instance, subject, material } = input;
  const issuedAtSeconds = issuedAt(subject);
  const defaultClaims = defaultClaimsOf(input, issuedAtSeconds);
  const data = templateData(instance, subject);
  const protectedHeader = protectedHeaderOf(material.signer.keyId, issuedAtSeconds);
  const claims = sessionTokenClaims({
    template: material.template,
    data,
    defaultClaims,
    headerBytes: Buffer.byteLength(JSON.stringify(protectedHeader)),
    cookieName: sessionCookieName(instance),
  });
  return { ...claims, issuedAtSeconds, data, defaultClaims, protectedHeader };
}

/** The longer of the two names under which a browser stores the token. */
export function sessionCookieName(instance: Pick<Instance, 'cookieSuffix'>): string {
  return suffixedCookieName(cookieNames.session, instance.cookieSuffix);
}

/** By the database's clock, and never before `__client_uat`, whatever the clocks of two nodes say. */
export function issuedAt({ now, clientUpdatedAt }: TokenSubject): number {
  const seconds = Math.floor(now.getTime() / 1000);
  return clientUpdatedAt === null
    ? seconds
    : Math.max(seconds, clientUpdatedAtSeconds({ updatedAt: clientUpdatedAt }));
}

function defaultClaimsOf(input: RenderInput, issuedAtSeconds: number): JsonObject {
  const { instance, subject, origin, tokenId, lifetimeSeconds = DEFAULT_LIFETIME_SECONDS } = input;
  const { session, now } = subject;
  return defaultSessionClaims({
    ...(origin !== null && { azp: origin }),
    ...(session.actor !== null && { actor: session.actor }),
    issuer: instance.issuer,
    issuedAtSeconds,
    lifetimeSeconds,
    tokenId,
    sessionId: session.id,
    userId: session.userId,
    factorVerificationAge: factorVerificationAge(session, now),
    status: 'active',
  }) as JsonObject;
}

/** What the template may read. Private metadata is not part of a subject. */
export function templateData(
  instance: Pick<Instance, 'frontendApiUrl'>,
  subject: TokenSubject,
): TemplateData {
  const { session, user, now } = subject;
  return {
    user: {
      ...templateUserData(user, instance),
      factor_verification_age: factorVerificationAge(session, now),
    },
    org: null,
    org_membership: null,
    session: { actor: session.actor as TemplateData['session']['actor'], reverification_id: null },
  };
}

/** As `signJwt` writes it; a test compares the two. */
function protectedHeaderOf(keyId: string, issuedAtSeconds: number) {
  return {
    alg: 'RS256' as const,
    cat: tokenCategories.session,
    kid: keyId,
    oiat: issuedAtSeconds,
    typ: 'JWT' as const,
  };
}

import type { ForecastResult, ForecastSummary } from '@bartleby/api-contract';
import { limits, type SizeSummary } from '@bartleby/claims-template';
import { handshakeBytes } from '../handshakes/index.ts';
import { type Instance, longestAllowedOrigin } from '../instances/index.ts';
import { sessionCookieName } from '../session-tokens/index.ts';
import type { UsersForecast } from './forecast-users.ts';

/** What Node's HTTP servers and clients, and most proxies, take as the head of one message unless told otherwise. */
const MESSAGE_HEAD_BYTES = 16_384;
const NONE: SizeSummary = { medianBytes: 0, p95Bytes: 0, largestBytes: 0 };

export interface ComparedTemplates {
  readonly instance: Instance;
  /** Of the saved template; 0 when none was ever saved. */
  readonly comparedVersion: number;
}

/** A forecast as the last line of its answer. */
export function forecastResource(forecast: UsersForecast, compared: ComparedTemplates): ForecastResult {
  const { sizes, sample, overLimit } = forecast;
  const before = sizes.before ?? NONE;
  return {
    type: 'result',
    users_total: forecast.usersTotal,
    users_rendered: forecast.users,
    sample: sample && { step: sample.step, margin_of_error: sample.marginOfError },
    compared_version: compared.comparedVersion,
    cookie: {
      max_bytes: limits.cookieBytes,
      before: summaryResource(before),
      after: summaryResource(sizes.after),
    },
    handshake: {
      max_bytes: MESSAGE_HEAD_BYTES,
      before: summaryResource(handshakeOf(before, compared.instance)),
      after: summaryResource(handshakeOf(sizes.after, compared.instance)),
    },
    distribution: forecast.distribution.map(({ fromBytes, toBytes, ...users }) => ({
      from_bytes: fromBytes,
      to_bytes: toBytes,
      ...users,
    })),
    over_limit: {
      users_before: overLimit.before,
      users_after: overLimit.after,
      users_after_estimate: estimatedOverLimit(forecast),
      by_claim: overLimit.byClaim.map(({ largestBytes, ...counted }) => ({
        ...counted,
        largest_bytes: largestBytes,
      })),
    },
    heaviest: forecast.heaviest.map((user) => ({
      user_id: user.id,
      name: user.name,
      cookie_bytes: user.cookieBytes,
      fits: user.fits,
      heaviest_claim: user.heaviestClaim,
      heaviest_claim_bytes: user.heaviestClaimBytes,
    })),
    changes: forecast.changes.map(({ claim, kind, types, users, examples }) => ({
      claim,
      kind,
      type_before: types.before,
      type_after: types.after,
      users,
      examples: examples.map(({ id, ...example }) => ({ user_id: id, ...example })),
    })),
  };
}

function summaryResource({ medianBytes, p95Bytes, largestBytes }: SizeSummary): ForecastSummary {
  return { median_bytes: medianBytes, p95_bytes: p95Bytes, largest_bytes: largestBytes };
}

/** A handshake grows with the token alone, so that its quantiles are those of the cookie. */
function handshakeOf(cookie: SizeSummary, instance: Instance): SizeSummary {
  const appOrigin = longestAllowedOrigin(instance) || new URL(instance.frontendApiUrl).origin;
  const nameBytes = Buffer.byteLength(sessionCookieName(instance));
  const bytes = (cookieBytes: number) =>
    cookieBytes === 0 ? 0 : handshakeBytes(instance, { appOrigin, tokenBytes: cookieBytes - nameBytes });
  return {
    medianBytes: bytes(cookie.medianBytes),
    p95Bytes: bytes(cookie.p95Bytes),
    largestBytes: bytes(cookie.largestBytes),
  };
}

/** Of a sample, its part over the limit for all users; never fewer than were found. */
function estimatedOverLimit({ sample, users, usersTotal, distribution, overLimit }: UsersForecast): number {
  if (sample === null || overLimit.after === 0) return overLimit.after;
  const sampled = distribution
    .filter(({ fromBytes }) => fromBytes >= limits.cookieBytes)
    .reduce((sum, { after }) => sum + after, 0);
  return Math.max(overLimit.after, Math.round((sampled / Math.max(1, users)) * usersTotal));
}

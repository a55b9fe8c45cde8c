import type { JsonObject } from '../json-value.ts';
import { limits } from '../limits.ts';
import type { CompiledTemplate } from '../render/compiled-template.ts';
import { claimSizes } from '../size/claim-sizes.ts';
import { ChangeCounts } from './change-counts.ts';
import type { Forecast, HeavyUser, SizeBucket, SizeSummary } from './forecast.ts';
import { EXACT_BYTES, SizeCounts } from './size-counts.ts';

const MAX_HEAVIEST = 10;
const BUCKET_BYTES = 128;

/** One user's claims under a template, and what their session cookie would weigh, name included. */
export interface RenderedClaims {
  readonly claims: JsonObject;
  readonly cookieBytes: number;
}

export interface RenderedUser {
  readonly id: string;
  readonly name: string;
  /** Null when nothing is compared. */
  readonly before: RenderedClaims | null;
  readonly after: RenderedClaims;
}

/** Adds up what a draft does to users, one after the other; memory does not grow with their number. */
export class ForecastTally {
  private readonly sizes = { before: new SizeCounts(), after: new SizeCounts() };
  private readonly changes: ChangeCounts | null;
  private readonly overLimit = { before: 0, after: 0 };
  private readonly byClaim = new Map<string, { users: number; largestBytes: number }>();
  private readonly heaviest: HeavyUser[] = [];

  /** @param before null: only the draft's sizes are of interest */
  constructor({ before, after }: { before: CompiledTemplate | null; after: CompiledTemplate }) {
    this.changes = before && new ChangeCounts(before, after);
  }

  /** A user who stands for themselves, and in a sample for others too. */
  add(user: RenderedUser): void {
    const { before, after } = user;
    this.sizes.after.add(after.cookieBytes);
    if (before) {
      this.sizes.before.add(before.cookieBytes);
      this.changes?.add(user, { before: before.claims, after: after.claims });
    }
    this.addHeavy(user);
  }

  /** A user who was chosen for being heavy: counted where it matters who fits, not where a sample is spoken of. */
  addHeavy(user: RenderedUser): void {
    const { before, after } = user;
    this.sizes.after.see(after.cookieBytes);
    if (before) this.sizes.before.see(before.cookieBytes);
    if (before && !fits(before)) this.overLimit.before += 1;
    const last = this.heaviest.at(-1);
    const isAmongHeaviest =
      this.heaviest.length < MAX_HEAVIEST || after.cookieBytes > (last?.cookieBytes ?? 0);
    if (fits(after) && !isAmongHeaviest) return;
    const [largest] = claimSizes(after.claims);
    if (!fits(after)) this.countOverLimit(largest?.name ?? '', after.cookieBytes);
    if (!isAmongHeaviest) return;
    this.heaviest.push({
      id: user.id,
      name: user.name,
      cookieBytes: after.cookieBytes,
      fits: fits(after),
      heaviestClaim: largest?.name ?? null,
      heaviestClaimBytes: largest?.bytes ?? 0,
    });
    this.heaviest.sort((a, b) => b.cookieBytes - a.cookieBytes);
    this.heaviest.length = Math.min(this.heaviest.length, MAX_HEAVIEST);
  }

  private countOverLimit(claim: string, cookieBytes: number): void {
    this.overLimit.after += 1;
    const counted = this.byClaim.get(claim) ?? { users: 0, largestBytes: 0 };
    this.byClaim.set(claim, {
      users: counted.users + 1,
      largestBytes: Math.max(counted.largestBytes, cookieBytes),
    });
  }

  result(): Forecast {
    const { before, after } = this.sizes;
    const byClaim = [...this.byClaim].map(([claim, counted]) => ({ claim, ...counted }));
    return {
      users: after.total,
      sizes: { before: this.changes && summaryOf(before), after: summaryOf(after) },
      distribution: distributionOf(this.sizes),
      overLimit: { ...this.overLimit, byClaim: byClaim.sort((a, b) => b.users - a.users) },
      heaviest: [...this.heaviest],
      changes: this.changes?.result() ?? [],
    };
  }
}

/** Without custom claims there is nothing that could be left out of the token. */
function fits({ claims, cookieBytes }: RenderedClaims): boolean {
  return cookieBytes <= limits.cookieBytes || Object.keys(claims).length === 0;
}

function summaryOf(sizes: SizeCounts): SizeSummary {
  return {
    medianBytes: sizes.quantile(0.5),
    p95Bytes: sizes.quantile(0.95),
    largestBytes: sizes.largest,
  };
}

/** In steps of 128 bytes, so that the cookie's limit is an edge; the last one takes what is over 8,192. */
function distributionOf({ before, after }: { before: SizeCounts; after: SizeCounts }): SizeBucket[] {
  const edges = Array.from({ length: EXACT_BYTES / BUCKET_BYTES + 1 }, (_, index) => index * BUCKET_BYTES);
  const buckets = edges.map((fromBytes): SizeBucket => {
    const toBytes = fromBytes === EXACT_BYTES ? null : fromBytes + BUCKET_BYTES;
    return {
      fromBytes,
      toBytes,
      before: before.countBetween(fromBytes, toBytes),
      after: after.countBetween(fromBytes, toBytes),
    };
  });
  const isFilled = (bucket: SizeBucket) => bucket.before + bucket.after > 0;
  const first = buckets.findIndex(isFilled);
  return first === -1 ? [] : buckets.slice(first, buckets.findLastIndex(isFilled) + 1);
}

import type { ForecastBucket, ForecastResult } from '@bartleby/api-contract';
import { type ReactNode, useId } from 'react';

const WIDTH = 640;
const HEIGHT = 200;
const BASE = HEIGHT - 26;
const TOP = 24;
/** A bar of one user among thousands is still seen. */
const LEAST_BAR = 3;
const STEP = 128;

const number = (value: number): string => value.toLocaleString('en');
export const users = (count: number): string => `${number(count)} ${count === 1 ? 'user' : 'users'}`;

/** How many users have cookies of which size, now and under the draft, and where the limit lies. */
export function SizeChart({ forecast }: { readonly forecast: ForecastResult }): ReactNode {
  const titleId = useId();
  const { distribution, cookie, over_limit: over } = forecast;
  const from = Math.max(0, Math.min(cookie.max_bytes, distribution[0]?.from_bytes ?? 0) - STEP);
  const last = distribution.at(-1);
  const to = Math.max(cookie.max_bytes + 2 * STEP, (last?.to_bytes ?? (last?.from_bytes ?? 0) + STEP) + STEP);
  const x = (bytes: number) => ((bytes - from) / (to - from)) * WIDTH;
  const most = Math.max(1, ...distribution.flatMap(({ before, after }) => [before, after]));
  const height = (count: number) => (count === 0 ? 0 : Math.max(LEAST_BAR, (count / most) * (BASE - TOP)));
  const barWidth = Math.max(2, x(from + STEP) - 1);
  const bar = ({ from_bytes: start }: ForecastBucket, count: number, className: string) => (
    <rect
      className={className}
      x={x(start)}
      y={BASE - height(count)}
      width={barWidth}
      height={height(count)}
    />
  );
  const limit = x(cookie.max_bytes);
  const ticks = Array.from({ length: Math.floor(to / 1_024) }, (_, index) => (index + 1) * 1_024).filter(
    (bytes) => bytes > from && bytes < to,
  );
  return (
    <figure className="size-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={titleId}>
        <title id={titleId}>
          {`Users by size of the cookie. Under the draft half have at most ${number(cookie.after.median_bytes)} bytes, the largest ${number(cookie.after.largest_bytes)}; ${users(over.users_after)} over the limit of ${number(cookie.max_bytes)}.`}
        </title>
        {distribution.map((bucket) => (
          <g key={bucket.from_bytes}>
            {bar(bucket, bucket.before, 'bar-before')}
            {bar(bucket, bucket.after, bucket.from_bytes >= cookie.max_bytes ? 'bar-over' : 'bar-after')}
          </g>
        ))}
        <line className="axis" x1={0} x2={WIDTH} y1={BASE} y2={BASE} />
        {ticks.map((bytes) => (
          <text key={bytes} className="tick" x={x(bytes)} y={HEIGHT - 8} textAnchor="middle">
            {number(bytes)}
          </text>
        ))}
        <line className="limit" x1={limit} x2={limit} y1={TOP - 8} y2={BASE} />
        <text className="limit-label" x={limit - 6} y={TOP - 10} textAnchor="end">
          browsers drop what is larger than {number(cookie.max_bytes)} bytes
        </text>
      </svg>
      <figcaption className="hint">
        <span className="swatch swatch-after" /> under the draft <span className="swatch swatch-before" /> now{' '}
        <span className="swatch swatch-over" /> would not fit
        <span className="chart-step">Each bar stands for {STEP} bytes.</span>
      </figcaption>
    </figure>
  );
}

import { limits } from '@bartleby/claims-template';
import { type ReactNode, useId } from 'react';

const CLOSE_TO_LIMIT = 0.8;

type Level = 'good' | 'close' | 'over';

function levelOf(bytes: number): Level {
  if (bytes > limits.cookieBytes) return 'over';
  return bytes > limits.cookieBytes * CLOSE_TO_LIMIT ? 'close' : 'good';
}

const WORDS: Readonly<Record<Level, string>> = {
  good: 'fits',
  close: 'fits, close to the limit',
  over: 'too large: browsers would drop the cookie',
};

/** Bytes of a cookie, its name included, against what browsers store. Told in words too, not by colour alone. */
export function SizeMeter(props: {
  readonly label: string;
  readonly bytes: number;
  readonly heaviestClaim?: { readonly name: string; readonly bytes: number } | null;
  readonly usersOverLimit?: number;
  readonly hint?: string;
}): ReactNode {
  const { label, bytes, heaviestClaim, usersOverLimit = 0, hint } = props;
  const id = useId();
  const level = levelOf(bytes);
  return (
    <div className={`size size-${level}`}>
      <p id={id} className="size-label" dir="auto">
        {label}
      </p>
      <progress max={limits.cookieBytes} value={Math.min(bytes, limits.cookieBytes)} aria-labelledby={id} />
      <p className="size-text">
        <strong>
          {bytes.toLocaleString('en')} of {limits.cookieBytes.toLocaleString('en')} bytes
        </strong>
        : {WORDS[level]}
        {usersOverLimit > 0 ? ` (${usersOverLimit} ${usersOverLimit === 1 ? 'user' : 'users'} over)` : ''}
        {heaviestClaim && level !== 'good'
          ? `. Heaviest claim: ${heaviestClaim.name}, ${heaviestClaim.bytes.toLocaleString('en')} bytes`
          : ''}
      </p>
      {hint ? <p className="hint">{hint}</p> : null}
    </div>
  );
}

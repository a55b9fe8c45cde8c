import { verify } from '@node-rs/argon2';
import { countUpTo, type DigestParser } from './digest-verifier.ts';

const MAX_KIBIBYTES = 262_144;
const MAX_PASSES = 32;
const MAX_LANES = 16;

/** The PHC string of this variant: `$argon2id$v=19$m=…,t=…,p=…$salt$hash` (RFC 9106). */
export const argon2Digest =
  (variant: 'argon2i' | 'argon2id'): DigestParser =>
  (digest) => {
    const match =
      /^\$(argon2id?)\$v=(?:16|19)\$m=(\d+),t=(\d+),p=(\d+)\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}$/.exec(
        digest,
      );
    if (match?.[1] !== variant) return null;
    const [, , memory, passes, lanes] = match;
    if (!countUpTo(memory, MAX_KIBIBYTES) || !countUpTo(passes, MAX_PASSES) || !countUpTo(lanes, MAX_LANES))
      return null;
    return (password) => verify(digest, password);
  };

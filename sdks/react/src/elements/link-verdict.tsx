import { type ReactNode, useState } from 'react';
import { Alert } from './card.tsx';

/** `__clerk_status` of the page that a mailed link leads to, where it says that nothing was proved. */
const VERDICTS: Readonly<Record<string, string>> = {
  expired: 'This link has expired or was used before. Ask for a new one.',
  failed: 'This link does not work. Ask for a new one.',
  client_mismatch: 'This link works only in the browser that asked for it. Open it there.',
};

/** Tells whoever comes by a mailed link that it did not work; nothing otherwise. */
export function LinkVerdict(): ReactNode {
  const [status] = useState(() =>
    typeof window === 'undefined' ? null : new URLSearchParams(window.location.search).get('__clerk_status'),
  );
  const verdict = status === null ? undefined : VERDICTS[status];
  return verdict ? <Alert>{verdict}</Alert> : null;
}

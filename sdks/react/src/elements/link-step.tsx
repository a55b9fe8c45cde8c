import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert, StatusLine } from './card.tsx';
import { Resend } from './resend.tsx';

const LOOK_EVERY_MS = 1_000;

export interface LinkStepProps {
  /** Asks whether the link was followed, and goes on when it was; throws when it is of no use any more. */
  readonly onLook: () => Promise<void>;
  /** Sends another link. */
  readonly onResend: () => Promise<void>;
}

/** Where a mailed link leads: the page that asked for it, without what an earlier link left there. */
export function linkTarget(): string {
  const url = new URL(window.location.href);
  for (const name of [...url.searchParams.keys()])
    if (name.startsWith('__clerk_')) url.searchParams.delete(name);
  url.hash = '';
  return url.href;
}

/** Waits for the link that was mailed to be followed, in this browser or wherever the instance allows it. */
export function LinkStep({ onLook, onResend }: LinkStepProps): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const look = useRef(onLook);
  look.current = onLook;
  useEffect(() => {
    let isGone = false;
    let timer = setTimeout(turn, LOOK_EVERY_MS);
    async function turn() {
      try {
        await look.current();
      } catch (error) {
        if (!isGone) setProblem(error instanceof Error ? error.message : String(error));
      }
      if (!isGone) timer = setTimeout(turn, LOOK_EVERY_MS);
    }
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  return (
    <>
      {problem ? <Alert>{problem}</Alert> : null}
      <StatusLine>Follow the link in the mail. This page goes on by itself.</StatusLine>
      <Resend
        what="link"
        onResend={async () => {
          await onResend();
          setProblem(null);
        }}
      />
    </>
  );
}

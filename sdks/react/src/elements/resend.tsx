import { type ReactNode, useEffect, useState } from 'react';
import { StatusLine } from './card.tsx';

const RESEND_WAIT_SECONDS = 30;

/** Seconds until another one may be asked for; `restart` begins again. */
function useCountdown(): { secondsLeft: number; restart: () => void } {
  const [secondsLeft, setSecondsLeft] = useState(RESEND_WAIT_SECONDS);
  useEffect(() => {
    if (secondsLeft === 0) return;
    const timer = setTimeout(() => setSecondsLeft(secondsLeft - 1), 1000);
    return () => clearTimeout(timer);
  }, [secondsLeft]);
  return { secondsLeft, restart: () => setSecondsLeft(RESEND_WAIT_SECONDS) };
}

/** Sends the same mail once more, after a while. */
export function Resend(props: {
  readonly what: 'code' | 'link';
  readonly onResend: () => Promise<void>;
}): ReactNode {
  const { what, onResend } = props;
  const { secondsLeft, restart } = useCountdown();
  const [news, setNews] = useState('');
  const resend = async () => {
    if (secondsLeft > 0) return;
    try {
      await onResend();
      setNews(`Another ${what} is on its way.`);
      restart();
    } catch (error) {
      setNews(error instanceof Error ? error.message : `The ${what} could not be sent.`);
    }
  };
  return (
    <div className="bartleby-resend">
      <button
        type="button"
        className="bartleby-link"
        aria-disabled={secondsLeft > 0 || undefined}
        onClick={() => void resend()}
      >
        Send another {what}
        {secondsLeft > 0 ? ` (in ${secondsLeft} s)` : ''}
      </button>
      <StatusLine>{news}</StatusLine>
    </div>
  );
}

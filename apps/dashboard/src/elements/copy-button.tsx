import { type ReactNode, useState } from 'react';

/** Copies a text and says so. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
    setTimeout(() => setOutcome(null), 3000);
  };
  return (
    <button type="button" className="button small" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      <span aria-live="polite">
        {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Copy it by hand' : 'Copy'}
      </span>
    </button>
  );
}

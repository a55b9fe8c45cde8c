'use client';
import { useReverification } from '@clerk/nextjs';
import { useState } from 'react';

export default function Page() {
  const [outcome, setOutcome] = useState('');
  const act = useReverification(() =>
    fetch('/api/sensitive', { method: 'POST' }).then((answer) => answer.json()),
  );
  return (
    <>
      <button id="act" type="button" onClick={() => act().then((done) => setOutcome(JSON.stringify(done)))}>
        Act
      </button>
      <p id="outcome">{outcome}</p>
    </>
  );
}

import type { MergeChoices, MergeSide } from '@bartleby/claims-template';
import { useState } from 'react';

const NOTHING_CHOSEN: MergeChoices = new Map();

/** Whose change stands, by name, where both changed the same. */
export function useChoices() {
  const [choices, setChoices] = useState(NOTHING_CHOSEN);
  const choose = (name: string, side: MergeSide) => setChoices((old) => new Map(old).set(name, side));
  return [choices, choose] as const;
}

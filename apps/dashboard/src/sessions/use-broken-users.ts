import { useState } from 'react';
import type { HeaviestUser } from '../platform/resources.ts';
import type { Draft } from './use-draft.ts';

const REFUSALS = new Set(['size_cap_exceeded', 'broken_users_differ']);

/**
 * How many users a save would break, by what the server found in this very text: when it weighed the draft, or
 * when it refused it. The operator may accept exactly that many, by typing the number.
 */
export function useBrokenUsers(draft: Draft, heaviest: HeaviestUser | null) {
  const [typed, setTyped] = useState('');
  const refusal = draft.serverProblems.find(({ code }) => REFUSALS.has(code));
  const count = Number(refusal?.meta.users_over_limit ?? heaviest?.users_over_limit ?? 0);
  return { count, typed, setTyped, isAccepted: typed.trim() === String(count) };
}

export type BrokenUsers = ReturnType<typeof useBrokenUsers>;

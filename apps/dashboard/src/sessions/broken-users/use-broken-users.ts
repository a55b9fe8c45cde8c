import { useState } from 'react';
import type { ApiProblem } from '../../platform/platform-error.ts';
import type { HeaviestUser } from '../../platform/resources.ts';
import type { Draft } from '../use-draft.ts';

const REFUSALS = new Set(['size_cap_exceeded', 'broken_users_differ']);

/** How many users the server found that it would break; null when it refused nothing for that. */
export function brokenUsersIn(problems: readonly ApiProblem[]): number | null {
  const refusal = problems.find(({ code }) => REFUSALS.has(code));
  return refusal ? Number(refusal.meta.users_over_limit ?? 0) : null;
}

/**
 * How many users saving a draft would break, by what the server found in this very text: when it weighed the draft, or
 * when it refused it. Tests alone break nobody who is not broken already.
 */
export function brokenUsersOf(draft: Draft, heaviest: HeaviestUser | null): number {
  const weighed = draft.isTemplateDirty ? heaviest?.users_over_limit : 0;
  return brokenUsersIn(draft.serverProblems) ?? weighed ?? 0;
}

/** So many users would be broken. The operator may accept exactly that many, by typing the number. */
export function useBrokenUsers(count: number) {
  const [typed, setTyped] = useState('');
  return { count, typed, setTyped, isAccepted: typed.trim() === String(count) };
}

export type BrokenUsers = ReturnType<typeof useBrokenUsers>;

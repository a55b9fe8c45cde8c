import { convex } from './convex.ts';
import { firebase } from './firebase.ts';
import { hasura } from './hasura.ts';
import type { JwtPreset } from './jwt-preset.ts';
import { supabase } from './supabase.ts';

/** Every consumer whose rules are known. */
export const jwtPresets: readonly JwtPreset[] = [hasura, supabase, convex, firebase];

/** The preset of this id; null for none, or one that this version does not know. */
export function findJwtPreset(id: string | null): JwtPreset | null {
  return jwtPresets.find((preset) => preset.id === id) ?? null;
}

import { readFileSync } from 'node:fs';
import { findJwtPreset, type JwtPreset, jwtPresets } from '@bartleby/claims-template';
import { Complaint } from '../complaint.ts';

/** Every preset's id, for sentences. */
export const PRESETS = jwtPresets.map(({ id }) => id).join(', ');

/** Throws Complaint for a file that cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Complaint(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Throws Complaint for what is no whole number. */
export function wholeSeconds(option: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Complaint(`${option} takes whole seconds.`);
}

/** Throws Complaint for a preset that there is not. */
export function presetCalled(id: string): JwtPreset {
  const preset = findJwtPreset(id);
  if (!preset) throw new Complaint(`There is no preset "${id}"; there are: ${PRESETS}.`);
  return preset;
}

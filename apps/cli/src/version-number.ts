import { Complaint } from './complaint.ts';
import { printable } from './printable-text.ts';

/** `3`, `v3`. Throws Complaint for what is no version, with the command that tells which there are. */
export function versionNumber(text: string, command = 'bartleby template versions'): number {
  const version = /^v?([1-9]\d{0,14})$/.exec(text)?.[1];
  if (version === undefined)
    throw new Complaint(`"${printable(text)}" is no version: \`${command}\` shows which there are.`);
  return Number(version);
}

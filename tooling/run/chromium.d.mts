/** The path of the Chromium or Chrome that is there, or null. */
export function findChromium(): string | null;

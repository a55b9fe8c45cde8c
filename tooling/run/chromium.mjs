// Finds an installed Chromium or Chrome; installs one with the system's package manager where it may.
import { existsSync } from 'node:fs';
import { run } from './steps.mjs';

const CANDIDATES = [
  process.env.BARTLEBY_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of the Chromium or Chrome that is there, or null. */
export const findChromium = () => CANDIDATES.find((path) => path && existsSync(path)) ?? null;

/** The path of a Chromium, or a sentence that says what to do. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return { path: found };
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await run('apt-get', ['update', '-qq'], { timeoutSeconds: 180 });
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-liberation'], {
      env,
      timeoutSeconds: 600,
    });
    const now = findChromium();
    if (now) return { path: now };
  }
  return {
    complaint:
      'No Chromium or Chrome was found: install one with your system (on Debian: apt-get install chromium), or set BARTLEBY_CHROMIUM to its path.',
  };
}

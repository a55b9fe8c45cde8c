import type { LaunchOptions } from 'playwright-core';
import { findChromium } from '../../../../tooling/run/chromium.mjs';

/**
 * Features of the browser around the page, each of them off. A second `--disable-features` replaces the one that
 * Playwright passes, so what that needs on this system stands here too.
 */
const FEATURES_OFF = [
  // Two more pages, drawn for the address bar of every context: a quarter of the processor time of the Dashboard's tests.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  // What it would ask of the outside internet.
  'AimEnabled',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PreconnectToSearch',
  // What Playwright cannot drive, or not reliably.
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
];

/** How every test starts its Chromium: the one that `npm test` found, or what is installed; throws where none is. */
export function chromiumOptions(more: readonly string[] = []): LaunchOptions {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found. Install it: apt-get install chromium');
  return {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // The published SDK treats a browser under automation as offline.
      '--disable-blink-features=AutomationControlled',
      `--disable-features=${FEATURES_OFF.join(',')}`,
      ...more,
    ],
  };
}

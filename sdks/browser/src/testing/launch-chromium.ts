import { type Browser, chromium } from 'playwright-core';
import { chromiumOptions } from './chromium-options.ts';

/** A real Chromium that does not admit to being driven; throws when none is installed. */
export const launchChromium = (): Promise<Browser> => chromium.launch(chromiumOptions());

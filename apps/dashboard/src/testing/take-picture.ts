import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = join(import.meta.dirname, '../../../../docs/pictures');

/** Takes a picture for the guides, when BARTLEBY_UPDATE_PICTURES=1 says so; it must be there already otherwise. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, name);
  if (process.env.BARTLEBY_UPDATE_PICTURES === '1') await page.screenshot({ path, animations: 'disabled' });
  else if (!existsSync(path)) throw new Error(`${path} is missing: run this with BARTLEBY_UPDATE_PICTURES=1`);
}

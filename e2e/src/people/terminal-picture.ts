import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, repository } from '../harness/index.ts';

const STYLE =
  'margin:0;padding:24px;font:14px/1.45 monospace;background:#101418;color:#e6e8ea;white-space:pre-wrap;width:812px';

/** A picture for the guides of what a terminal shows, when BARTLEBY_UPDATE_PICTURES=1 says so; it must be there already otherwise. */
export async function takeTerminalPicture(name: string, text: string): Promise<void> {
  const path = join(repository, `docs/pictures/${name}.png`);
  if (process.env.BARTLEBY_UPDATE_PICTURES !== '1') {
    if (!existsSync(path)) throw new Error(`${path} is missing: run this with BARTLEBY_UPDATE_PICTURES=1`);
    return;
  }
  const browser = await openBrowser({ viewport: { width: 860, height: 400 } });
  try {
    await browser.page.setContent(`<body style="margin:0"><pre style="${STYLE}"></pre>`);
    await browser.page.locator('pre').evaluate((pre, shown) => {
      pre.textContent = shown;
    }, text);
    await browser.page.locator('pre').screenshot({ path });
  } finally {
    await browser.close();
  }
}

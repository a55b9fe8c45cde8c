import type { Locator, Page } from 'playwright-core';
import { type Fields, pressUntil, sendForm } from './form-steps.ts';

/** What people do on the published `<UserProfile/>`, as a page of the app or in the `<UserButton/>`'s dialog. */
export interface ProfileSteps {
  open(tab?: 'account' | 'security'): Promise<void>;
  section(id: string): Locator;
  /** The item of a section that shows this text. */
  item(section: string, text: string): Locator;
  /** Opens the form behind a section's button. */
  edit(section: string): Promise<void>;
  /** Fills the form that is open, sends it, and waits until it is closed. */
  save(fields?: Fields): Promise<void>;
  /** Fills the form that is open and sends it; the caller waits for what should happen. */
  send(fields?: Fields): Promise<void>;
  /** Chooses an action from the menu of an item. */
  choose(item: Locator, action: string): Promise<void>;
}

export function profileSteps(page: Page, appUrl: string): ProfileSteps {
  const section = (id: string) => page.locator(`.cl-profileSection__${id}`);
  const primary = page.locator('.cl-formButtonPrimary');
  return {
    section,
    open: async (tab = 'account') => {
      await page.goto(`${appUrl}/user-profile${tab === 'security' ? '/security' : ''}`);
      await section(tab === 'account' ? 'profile' : 'activeDevices').waitFor();
    },
    item: (id, text) => page.locator(`.cl-profileSectionItem__${id}`).filter({ hasText: text }),
    edit: (id) => pressUntil(page.locator(`.cl-profileSectionPrimaryButton__${id}`), primary),
    send: (fields) => sendForm(page, fields, primary),
    save: async (fields) => {
      await sendForm(page, fields, primary);
      await primary.waitFor({ state: 'detached' });
    },
    choose: async (item, action) => {
      const choice = page.getByRole('menuitem', { name: action, exact: true });
      await pressUntil(item.locator('.cl-menuButton'), choice);
      await choice.click();
    },
  };
}

/** A picture as a person would choose one: a PNG of one colour, drawn by the browser. */
export async function drawnPicture(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const dataUrl = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 640;
    const context = canvas.getContext('2d');
    if (context) {
      context.fillStyle = 'teal';
      context.fillRect(0, 0, 640, 640);
    }
    return canvas.toDataURL('image/png');
  });
  return {
    name: 'me.png',
    mimeType: 'image/png',
    buffer: Buffer.from(dataUrl.split(',')[1] ?? '', 'base64'),
  };
}

/** Waits until a picture on the page was loaded from an address that begins so; resolves to the address. */
export async function loadedPicture(page: Page, prefix: string): Promise<string> {
  const handle = await page.waitForFunction(
    (wanted) =>
      [...document.images].find(
        ({ src, complete, naturalWidth }) => src.startsWith(wanted) && complete && naturalWidth > 0,
      )?.src,
    prefix,
  );
  return (await handle.jsonValue()) as string;
}

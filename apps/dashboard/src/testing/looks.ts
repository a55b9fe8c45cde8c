import type { Locator, Page } from 'playwright-core';
import { comparePicture } from './compare-picture.ts';
import { axeProblems } from './open-dashboard.ts';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
/** Rules of axe that see colours; a theme changes nothing else. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** Both themes in both widths, in an order that changes the width once. */
const LOOKS = [
  { name: 'light-1440', theme: 'light', size: WIDE, rules: undefined },
  { name: 'dark-1440', theme: 'dark', size: WIDE, rules: COLOUR_RULES },
  { name: 'dark-390', theme: 'dark', size: NARROW, rules: undefined },
  { name: 'light-390', theme: 'light', size: NARROW, rules: COLOUR_RULES },
] as const;

/** The same glyphs on every Debian that has fonts-liberation, whatever else is installed. */
export async function useOneFont(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const set = () => {
      const { style } = document.documentElement;
      style.setProperty('--sans', '"Liberation Sans", "DejaVu Sans", sans-serif');
      style.setProperty('--serif', '"Liberation Serif", serif');
      style.setProperty('--mono', '"Liberation Mono", "DejaVu Sans", monospace');
    };
    if (document.documentElement) set();
    document.addEventListener('DOMContentLoaded', set);
  });
}

/** Two frames later nothing is on its way any more. */
const settle = (page: Page) =>
  page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );

/**
 * What is wider than its place: the page, an open dialog, and whatever scrolls or cuts off within, editors too. A
 * field scrolls by what is typed.
 */
export function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const within = (root: Document | ShadowRoot): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot ? within(element.shadowRoot) : []),
      ]);
    const isFree = (element: Element) => element.matches('input, textarea, .visually-hidden');
    const isPlace = (element: Element) =>
      element === document.documentElement || getComputedStyle(element).overflowX !== 'visible';
    return within(document)
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .filter((element) => isPlace(element) && !isFree(element))
      .map((element) => `${element.localName}.${[...element.classList].join('.')}`);
  });
}

/** What `check` finds in every look of the page as it stands, each with the look's name and the rules of axe it needs. */
async function inEveryLook(
  page: Page,
  check: (look: string, rules: readonly string[] | undefined) => Promise<readonly string[]>,
): Promise<string[]> {
  const found: string[] = [];
  for (const { name, theme, size, rules } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme });
    await settle(page);
    found.push(...(await check(name, rules)).map((problem) => `${name}: ${problem}`));
  }
  return found;
}

/** What axe finds, and what sticks out to the side, in every look. */
export function unclearInEveryLook(page: Page): Promise<string[]> {
  return inEveryLook(page, (_, rules) => unclear(page, rules));
}

async function unclear(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  let out = await sticksOut(page);
  // Editors measure themselves a little after their width has changed.
  for (const before = Date.now(); out.length > 0 && Date.now() - before < 5_000; out = await sticksOut(page))
    await settle(page);
  return [...out.map((element) => `${element} sticks out to the side`), ...(await axeProblems(page, rules))];
}

/**
 * What is wrong with the state that the page is in, in every look, its pictures too.
 * @param shown scrolled to the lower edge; left out: the page stays as it is
 */
export async function wrongInEveryLook(page: Page, state: string, shown?: Locator): Promise<string[]> {
  const pictures: Promise<string | null>[] = [];
  const found = await inEveryLook(page, async (look, rules) => {
    if (shown) {
      await shown.evaluate((element) => element.scrollIntoView({ block: 'end' }));
      await settle(page);
    }
    // Compared while axe looks.
    pictures.push((await comparePicture(page, `${state}-${look}`)).wrong);
    return unclear(page, rules);
  });
  const wrong = (await Promise.all(pictures)).filter((one) => one !== null);
  return [...wrong, ...found.map((problem) => `${state}, ${problem}`)];
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

const FOLDER = join(import.meta.dirname, '../../../../docs/pictures/states');
const FOUND = join(tmpdir(), 'bartleby-pictures');
const MADE_WITH = join(FOLDER, 'chromium.json');
const isUpdating = process.env.BARTLEBY_UPDATE_PICTURES === '1';

/** Parts of a picture that may differ: with the Chromium it was made with, and with another major version of it. */
const SAME_CHROMIUM = 0.0002;
const OTHER_CHROMIUM = 0.01;
/** Distance of two colours, of 1, that counts as none: the pictures keep 256 colours. */
const COLOUR_THRESHOLD = 0.1;

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function pixelsOf(png: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const fewColours = (png: Buffer) =>
  sharp(png).png({ palette: true, dither: 0, effort: 4, compressionLevel: 9 }).toBuffer();

const majorOf = (version: string) => version.split('.')[0];

/** Remembers, when pictures are made, what draws them; says otherwise how exactly they can be expected. */
function tolerance(page: Page): { readonly part: number; readonly why: string } {
  const version = page.context().browser()?.version() ?? '';
  if (isUpdating) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(MADE_WITH, `${JSON.stringify({ chromium: majorOf(version) })}\n`);
  }
  const { chromium } = JSON.parse(readFileSync(MADE_WITH, 'utf8')) as { chromium: string };
  return chromium === majorOf(version)
    ? { part: SAME_CHROMIUM, why: `Chromium ${chromium}` }
    : { part: OTHER_CHROMIUM, why: `made with Chromium ${chromium}, seen with ${majorOf(version)}` };
}

/** Which part of the pixels differs, and a picture of where; nothing can be shown when the sizes differ. */
function difference(expected: Pixels, actual: Pixels): { readonly part: number; readonly shown?: Pixels } {
  const { width, height } = expected;
  if (width !== actual.width || height !== actual.height) return { part: 1 };
  const data = Buffer.alloc(width * height * 4);
  const count = pixelmatch(expected.data, actual.data, data, width, height, { threshold: COLOUR_THRESHOLD });
  return { part: count / (width * height), shown: { data, width, height } };
}

/** Leaves what was seen, and where it differs, beside each other. */
async function keepFound(name: string, png: Buffer, shown: Pixels | undefined): Promise<void> {
  mkdirSync(FOUND, { recursive: true });
  writeFileSync(join(FOUND, `${name}.png`), png);
  if (!shown) return;
  const { data, width, height } = shown;
  const raw = { width, height, channels: 4 } as const;
  await sharp(data, { raw })
    .png()
    .toFile(join(FOUND, `${name}.difference.png`));
}

/** All but the menu, which is no part of any state; what fills the window has no menu beside it. */
async function clipOf(page: Page) {
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  const left = await page.evaluate(() =>
    document.querySelector('dialog.modal-large[open]')
      ? 0
      : (document.getElementById('page')?.getBoundingClientRect().left ?? 0),
  );
  return { x: left, y: 0, width: size.width - left, height: size.height };
}

/**
 * Holds what the page shows against its picture below docs/pictures/states. `BARTLEBY_UPDATE_PICTURES=1` makes the
 * picture instead. Fonts: those of Debian's package fonts-liberation, see `useOneFont`.
 * @returns when the page may change again; its `wrong`, later, says what is, with where to look and what to do
 */
export async function comparePicture(
  page: Page,
  name: string,
): Promise<{ readonly wrong: Promise<string | null> }> {
  const clip = await clipOf(page);
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide', clip });
  return { wrong: comparePng(name, png, tolerance(page)) };
}

async function comparePng(
  name: string,
  png: Buffer,
  { part, why }: ReturnType<typeof tolerance>,
): Promise<string | null> {
  const path = join(FOLDER, `${name}.png`);
  const actual = await pixelsOf(png);
  const isThere = existsSync(path);
  if (isUpdating) {
    // A picture that has not changed to the eye is not written anew.
    if (!isThere || difference(await pixelsOf(readFileSync(path)), actual).part > 0)
      writeFileSync(path, await fewColours(png));
    return null;
  }
  const renew = 'If it is meant: look at it, then run this test with BARTLEBY_UPDATE_PICTURES=1.';
  if (!isThere) return `docs/pictures/states/${name}.png is missing. ${renew}`;
  const found = difference(await pixelsOf(readFileSync(path)), actual);
  if (found.part <= part) return null;
  await keepFound(name, png, found.shown);
  return `${name}: ${(found.part * 100).toFixed(3)} % of the pixels differ, more than ${part * 100} % (${why}). See ${name}.png and ${name}.difference.png in ${FOUND}. ${renew}`;
}

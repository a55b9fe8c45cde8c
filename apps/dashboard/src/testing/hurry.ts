import type { Page } from 'playwright-core';

/** What waits for somebody to stop typing waits this long, in milliseconds. */
const SHORTEST = 200;
const LONGEST = 1000;

declare global {
  interface Window {
    hurry(): void;
  }
}

/** Prepares the pages to come for `hurryUntil`. Frames and the time of day stay as they are. */
export async function mayHurry(page: Page): Promise<void> {
  await page.addInitScript(
    ([shortest, longest]) => {
      const waiting = new Map<number, () => void>();
      const { setTimeout: set, clearTimeout: clear } = window;
      const later = (run: TimerHandler, delay = 0, ...rest: unknown[]): number => {
        if (typeof run !== 'function' || delay < shortest || delay > longest) return set(run, delay, ...rest);
        const due = () => {
          waiting.delete(id);
          run(...rest);
        };
        const id = set(due, delay);
        waiting.set(id, due);
        return id;
      };
      const forget = (id?: number) => {
        if (id !== undefined) waiting.delete(id);
        clear(id);
      };
      Object.assign(window, {
        setTimeout: later,
        clearTimeout: forget,
        hurry() {
          for (const [id, due] of [...waiting]) {
            clear(id);
            due();
          }
        },
      });
    },
    [SHORTEST, LONGEST] as const,
  );
}

/** Waits for a text on the page, and lets what waits for somebody to stop typing happen meanwhile. */
export async function hurryUntil(page: Page, text: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    window.hurry();
    return document.body.textContent?.includes(wanted);
  }, text);
}

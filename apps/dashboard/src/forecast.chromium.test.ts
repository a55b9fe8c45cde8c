import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeAppUser } from './testing/fake-state.ts';
import { saveSource } from './testing/fake-template-versions.ts';
import { editTemplate, startDashboard, type TestDashboard } from './testing/open-dashboard.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FITS = '{\n  "name": "{{user.full_name}}",\n  "role": "{{user.public_metadata.role}}"\n}';
const BREAKS = '{\n  "name": "{{user.full_name}}",\n  "notes": "{{user.public_metadata.notes}}"\n}';

let dashboard: TestDashboard;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  dashboard.reset();
  page = await dashboard.open('/dashboard/sessions');
});
afterEach(() => expect(dashboard.problems).toEqual([]));

const dialog = () => page.getByRole('dialog', { name: 'Forecast for all users' });
const forecast = async (source: string) => {
  await editTemplate(page, source);
  await page.getByRole('button', { name: 'Forecast', exact: true }).click();
  await dialog().waitFor();
};
const saveButton = () => page.getByRole('button', { name: 'Save', exact: true });

/** Two hundred users; three of them with notes that no cookie holds. */
function makeCrowd() {
  const { state } = dashboard;
  state.users = Array.from({ length: 200 }, (_, n) => {
    const user = fakeAppUser(`user_${n}`, `Person ${n}`, null);
    const notes = n % 80 === 40 ? 'x'.repeat(3_000 + n) : 'n'.repeat((n * 37) % 1_400);
    user.publicMetadata = { notes, ...(n % 3 === 0 ? { role: 'editor' } : {}) };
    return user;
  });
  state.users[7]!.publicMetadata.notes = 'y'.repeat(2_900);
  return state;
}

describe('forecast', () => {
  it('says that everybody fits, and which claims change for whom, with examples', async () => {
    await forecast(FITS);
    await dialog().getByText('Every user’s token fits in the cookie.').waitFor();
    const row = dialog()
      .getByRole('row', { name: /\/name/ })
      .first();
    await row.getByText('added', { exact: true }).waitFor();
    await row.getByText('4 users').waitFor();
    await row.getByText('4 examples').click();
    await row.getByText('"Ada Lovelace"').waitFor();
    await dialog()
      .getByRole('row', { name: /\/name added, but null 1 user/ })
      .waitFor();
    await dialog()
      .getByRole('img', { name: /0 users over the limit of 4,096/ })
      .waitFor();
    await dialog().getByText('The picture as a table').click();
    await dialog().getByRole('table', { name: 'Users by size of the cookie' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(dashboard.state.source).toBeNull();
  });

  it('shows progress; Cancel ends the request, and it can be started again', async () => {
    let open = () => {};
    dashboard.state.forecastGate = new Promise((resolve) => {
      open = resolve;
    });
    await forecast(FITS);
    await dialog().getByText('2 of 5 users rendered').waitFor();
    expect(await dialog().getByRole('progressbar').getAttribute('value')).toBe('2');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().getByText('Cancelled. Nothing was changed.').waitFor();
    await expect.poll(() => dashboard.state.cancelledForecasts).toBeGreaterThan(0);
    open();
    await dialog().getByRole('button', { name: 'Start again' }).click();
    await dialog().getByText('Every user’s token fits in the cookie.').waitFor();
  });

  it('closing the panel ends the request too', async () => {
    dashboard.state.forecastGate = new Promise(() => {});
    await forecast(FITS);
    await dialog().getByText('2 of 5 users rendered').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => dashboard.state.cancelledForecasts).toBeGreaterThan(0);
  });

  it('an answer that breaks off is a failure, not half a result', async () => {
    dashboard.state.isForecastCutOff = true;
    await forecast(FITS);
    await dialog().getByText('The server cannot be reached.').waitFor();
    dashboard.state.isForecastCutOff = false;
    await dialog().getByRole('button', { name: 'Try again' }).click();
    await dialog().getByText('Every user’s token fits in the cookie.').waitFor();
  });

  it('a sample says that it is one; no users, nothing to forecast', async () => {
    dashboard.state.forecastSample = { step: 16, margin_of_error: 0.0044 };
    await forecast(FITS);
    await dialog()
      .getByText(/one user in 16.*always the heaviest ones.*within 0\.44 percent/)
      .waitFor();
    await page.keyboard.press('Escape');
    dashboard.state.users = [];
    await page.getByRole('button', { name: 'Forecast', exact: true }).click();
    await dialog().getByText('There are no users yet: nothing to forecast.').waitFor();
  });
});

describe('a save that breaks users', () => {
  it('goes through only when their number is typed', async () => {
    const state = makeCrowd();
    await forecast(BREAKS);
    await dialog()
      .getByText(/3 users would not fit/)
      .waitFor();
    await dialog()
      .getByText(/because of notes \(3 users\)/)
      .waitFor();
    await dialog()
      .getByRole('row', { name: /Person 120/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('The token of 3 users would not fit in the cookie.').waitFor();
    const field = page.getByLabel('type the number of users');
    for (const wrong of ['2', 'three', '']) {
      await field.fill(wrong);
      expect(await saveButton().isDisabled()).toBe(true);
    }
    await field.fill('3');
    await saveButton().click();
    await page.getByText('Saved as version 1').waitFor();
    expect([state.source, state.acceptedBrokenUsers]).toEqual([BREAKS, 3]);
  });

  it('are not asked for when tests alone change: their number was accepted before', async () => {
    const state = makeCrowd();
    saveSource(state, BREAKS, null, [], 3);
    await page.reload();
    await editTemplate(page, `${BREAKS} `);
    await page.getByText('The token of 3 users would not fit in the cookie.').waitFor();
    await editTemplate(page, BREAKS);
    await page.getByRole('tab', { name: 'Tests' }).click();
    await page.getByRole('button', { name: 'Add a test' }).click();
    await page.getByText(/^Heaviest cookie/).waitFor();
    await expect.poll(() => saveButton().isEnabled()).toBe(true);
    expect(await page.getByLabel('type the number of users').count()).toBe(0);
    await saveButton().click();
    await page.getByText('Saved as version 2').waitFor();
    expect([state.tests.length, state.acceptedBrokenUsers]).toEqual([1, 0]);
  });

  it('are not counted on for a text that is no more: the question ends with it', async () => {
    const state = makeCrowd();
    state.heaviestGate = new Promise(() => {});
    const asked = (source: string) =>
      page.waitForRequest((request) => request.postData() === JSON.stringify({ source }));
    const texts = ['{ "n": 1 }', '{ "n": 2 }'];
    for (const text of texts) await Promise.all([asked(text), editTemplate(page, text)]);
    await expect.poll(() => state.closedWeighings).toContain(texts[0]);
    expect(state.closedWeighings).not.toContain(texts[1]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Discard/ }).click();
    await expect.poll(() => state.closedWeighings).toContain(texts[1]);
  });

  it('when one more has come meanwhile, the server refuses, and the new number has to be typed', async () => {
    const state = makeCrowd();
    await editTemplate(page, BREAKS);
    const field = page.getByLabel('type the number of users');
    await field.fill('3');
    state.users[9]!.publicMetadata.notes = 'z'.repeat(4_000);
    await saveButton().click();
    await page.getByText('The token of 4 users would not fit in the cookie.').waitFor();
    expect(state.source).toBeNull();
    await field.fill('4');
    await saveButton().click();
    await page.getByText('Saved as version 1').waitFor();
    expect(state.acceptedBrokenUsers).toBe(4);
  });
});

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { repository } from '../harness/index.ts';

/** Opens the one-time link as a new operator does, and goes on without a password; ends on the start page. */
export async function enterDashboard(page: Page, dashboardUrl: string): Promise<void> {
  await page.goto(dashboardUrl);
  await page.getByRole('button', { name: 'Skip for now' }).click();
  await page.waitForURL('**/dashboard/sessions');
}

/** The Dashboard's template editor, opened by *Edit* on the page *Sessions*. */
export async function openTemplateEditor(page: Page): Promise<Locator> {
  await page
    .getByRole('region', { name: 'Customize your session token' })
    .getByRole('button', { name: 'Edit' })
    .click();
  return page.getByRole('dialog', { name: 'Customize your session token' });
}

/** Replaces the editor's text, as by pasting. */
export async function writeTemplate(page: Page, dialog: Locator, template: string): Promise<void> {
  await dialog.getByRole('textbox', { name: 'Claims of the session token' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(template.trimEnd());
}

/** The preview's claims, in the order in which the token has them. */
export async function previewedClaims(dialog: Locator): Promise<Record<string, unknown>> {
  const text = await dialog.getByRole('region', { name: 'Claims of the next token' }).textContent();
  return JSON.parse(text ?? '') as Record<string, unknown>;
}

/** Takes a picture for the guides, when BARTLEBY_UPDATE_PICTURES=1 says so; it must be there already otherwise. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const path = join(repository, 'docs/pictures', name);
  if (process.env.BARTLEBY_UPDATE_PICTURES !== '1') {
    if (!existsSync(path)) throw new Error(`${path} is missing: run this with BARTLEBY_UPDATE_PICTURES=1`);
    return;
  }
  mkdirSync(join(path, '..'), { recursive: true });
  await page.screenshot({ path, animations: 'disabled' });
}

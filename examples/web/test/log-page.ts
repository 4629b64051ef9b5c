import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { BuildRow } from '../../../src/embedded/state/rows.ts';
import type { FreshPage } from '../../../test/browser/fresh-page.ts';
import { type Driven, openApp } from './harness.ts';

let workspaces = 0;

/** A build that runs until the test says otherwise. */
export function runningBuild({ coder }: Driven): BuildRow {
  const { control } = coder;
  workspaces += 1;
  return control.createBuild(control.createWorkspace({ name: `log-${workspaces}` }), {}, { hold: 'running' });
}

/** Opens the page of a build, through a proxy when there is a URL. */
export async function openLog(driven: Driven, build: BuildRow, url = driven.url): Promise<FreshPage> {
  const { token } = driven.coder.user('mira');
  const opened = await openApp(url, { path: `/builds/${build.id}`, token });
  await opened.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return opened;
}

export const log = (page: Page) => page.getByRole('log');
export const line = (page: Page, text: string) => log(page).getByText(text, { exact: true });
export const state = (page: Page, label: string) => page.locator('[data-state]', { hasText: label }).waitFor();
export const counted = (page: Page, text: string, timeout = 30_000) =>
  page.getByRole('toolbar', { name: 'Log' }).getByText(text, { exact: true }).waitFor({ timeout });

/** Waits until a line is in view, and not only in the page. */
export async function inView(page: Page, text: string): Promise<void> {
  await line(page, text).waitFor();
  await expect
    .poll(async () => {
      const [frame, box] = [await log(page).boundingBox(), await line(page, text).boundingBox()];
      return frame && box && box.y >= frame.y - 1 && box.y + box.height <= frame.y + frame.height + 1;
    })
    .toBe(true);
}

/** The clipboard tells, since the button says for two seconds only that it has copied. */
export async function copied(page: Page): Promise<string> {
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.getByRole('button', { name: 'Copy the whole log' }).click();
  await expect.poll(read).not.toBe('');
  return read();
}

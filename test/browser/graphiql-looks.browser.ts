import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowser } from './fresh-page.ts';
import { execute, openPage, runTab, shows, useGateway } from './graphiql-page.ts';
import { seriousFaults } from './serious-faults.ts';

useBrowser();
const gateway = useGateway();

/** Where a person, or the CI's keeper, looks at the pages. */
const output = fileURLToPath(new URL('../../output/graphiql/', import.meta.url));
mkdirSync(output, { recursive: true });

const widths = [1440, 1024, 390];

/** What the page shows in turn, by the name of its picture. */
const scenes: [name: string, show: (page: Page) => Promise<unknown>][] = [
  [
    'response',
    async (page) => {
      await runTab(page, 'WorkspacesToApps');
      await shows(page, '"data"');
    },
  ],
  [
    'cost',
    async (page) => {
      await runTab(page, 'OneBuild');
      await shows(page, '"data"');
      await execute(page);
      await page.getByRole('tab', { name: /Cost/ }).click();
      await page.locator('.cost tr.cached').first().waitFor();
    },
  ],
  [
    'log',
    async (page) => {
      await runTab(page, 'FollowBuild');
      await page.locator('.feed-state.ended').waitFor();
    },
  ],
  [
    'feed',
    async (page) => {
      await runTab(page, 'LiveWorkspaces');
      await page.locator('.feed-state.live').waitFor();
      await shows(page, '"data"');
    },
  ],
  ['documentation', (page) => page.getByRole('button', { name: 'Show Documentation Explorer' }).click()],
  ['explorer', (page) => page.getByRole('button', { name: 'Show Explorer' }).click()],
  ['history', (page) => page.getByRole('button', { name: 'Show History' }).click()],
  ['code', (page) => page.getByRole('button', { name: 'Show Code' }).click()],
];

it.each(widths.flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme }))))(
  'the page at $width pixels in $scheme is drawn, and can be used without seeing it',
  async ({ width, scheme }) => {
    const height = width === 390 ? 844 : 900;
    const { page } = await openPage(gateway().gateway.url, { width, height, scheme });
    for (const [name, show] of scenes) {
      await show(page);
      await page.screenshot({ path: `${output}${name}-${width}-${scheme}.png`, animations: 'disabled' });
      expect.soft(await seriousFaults(page), name).toEqual([]);
      // Nothing is wider than the window.
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
    }
  },
);

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { execute, openPage, runTab, shows, useBrowser, useGateway } from './graphiql-page.ts';

useBrowser();
const gateway = useGateway();

/** Where a person, or the CI's keeper, looks at the pages. */
const output = fileURLToPath(new URL('../../output/graphiql/', import.meta.url));
mkdirSync(output, { recursive: true });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What assistive technology would stumble over, by the page's own rules of severity. */
async function seriousFaults(page: Page): Promise<string[]> {
  // Not as a script element, which the page's policy refuses.
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

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
      await page.locator('.log-state.ended').waitFor();
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

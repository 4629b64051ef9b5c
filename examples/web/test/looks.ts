import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Where a person, or the CI's keeper, looks at the pages. */
const output = fileURLToPath(new URL('../../../output/web/', import.meta.url));
mkdirSync(output, { recursive: true });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What assistive technology would stumble over, by axe's own rules of severity. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Not as a script element, which the page's policy refuses.
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

/**
 * Draws what the page shows into `output/web`, at three widths in light and dark, and holds that nothing is wider than
 * the window and that it can be used without seeing it.
 */
export async function looksGood(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const path = `${output}${name}-${size.width}-${colorScheme}.png`;
      await page.screenshot({ path, animations: 'disabled', fullPage: true });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(excess, `${name} at ${size.width} is wider than the window`).toBeLessThanOrEqual(0);
      // What is hidden or moved depends on the width, and contrast on the colors: each of them once is enough.
      if (size.width === 1440 || (size.width === 390 && colorScheme === 'light'))
        expect.soft(await seriousFaults(page), `${name} at ${size.width} in ${colorScheme}`).toEqual([]);
    }
  }
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
}

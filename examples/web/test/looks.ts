import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousFaults } from '../../../test/browser/serious-faults.ts';

/** Where a person, or the CI's keeper, looks at the pages. */
const output = fileURLToPath(new URL('../../../output/web/', import.meta.url));
mkdirSync(output, { recursive: true });

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

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { openApp, useDriven } from './harness.ts';
import { looksGood } from './looks.ts';

useBrowser();
const driven = useDriven();

async function openBuild(id: string, width?: number): Promise<Page> {
  const { token } = driven().coder.user('mira');
  const { page } = await openApp(driven().url, { path: `/builds/${id}`, token, ...(width && { width }) });
  return page;
}

const bar = (page: Page, name: RegExp) => page.locator('[data-span]').and(page.getByLabel(name)).first();

async function widthOf(page: Page, name: RegExp): Promise<number> {
  const box = await bar(page, name).locator('rect').nth(1).boundingBox();
  return box?.width ?? 0;
}

describe('the timeline of a build', () => {
  it('is to scale, and closer when one looks closer', async () => {
    const page = await openBuild(driven().coder.build('atlas-dev').id);
    await bar(page, /^Provisioner job/).waitFor();
    const ratio = (await widthOf(page, /^Connect/)) / (await widthOf(page, /^Provisioner job/));
    const label = async (name: RegExp) => (await bar(page, name).getAttribute('aria-label')) ?? '';
    const seconds = async (name: RegExp) => Number(/took ([\d.]+) s/.exec(await label(name))?.[1]);
    const expected = (await seconds(/^Connect/)) / (await seconds(/^Provisioner job/));
    expect(Math.abs(ratio - expected)).toBeLessThan(0.06);

    const before = await widthOf(page, /^Initialize/);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'Earlier' }).click();
    await page.getByRole('button', { name: 'Earlier' }).click();
    expect(await widthOf(page, /^Initialize/)).toBeCloseTo(before * 2, 0);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await widthOf(page, /^Initialize/)).toBeCloseTo(before, 0);

    // By the wheel, only with a modifier: without one the page scrolls.
    await bar(page, /^Initialize/)
      .locator('rect')
      .nth(1)
      .hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await expect.poll(() => widthOf(page, /^Initialize/)).toBeGreaterThan(before * 1.2);
  });

  it('tells all of the last bar that one points at', async () => {
    const page = await openBuild(driven().coder.build('atlas-dev').id);
    await bar(page, /^code-server/).hover();
    const details = page.locator('[aria-hidden="true"]', { hasText: 'Began after' });
    await details.waitFor();
    const cut = await details.evaluate((element) => {
      const { bottom } = element.getBoundingClientRect();
      const clips = (each: Element) => getComputedStyle(each).overflowY !== 'visible';
      let around = element.parentElement;
      while (around && around !== document.body && !clips(around)) around = around.parentElement;
      return around !== null && around.getBoundingClientRect().bottom < bottom;
    });
    expect(cut).toBe(false);
  });

  it('is dragged while one looks closer', async () => {
    const page = await openBuild(driven().coder.build('atlas-dev').id);
    const left = async () =>
      (
        await bar(page, /^Apply/)
          .locator('rect')
          .nth(1)
          .boundingBox()
      )?.x ?? 0;
    await bar(page, /^Apply/).waitFor();
    const press = async () => {
      const box = await bar(page, /^Apply/)
        .locator('rect')
        .nth(0)
        .boundingBox();
      if (!box) throw new Error('Apply is not drawn');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      return { x, y };
    };
    const drag = async (by: number) => {
      const { x, y } = await press();
      await page.mouse.move(x + by / 2, y);
      await page.mouse.move(x + by, y);
      await page.mouse.up();
    };
    // All of it is in view: there is nothing beside it.
    const before = await left();
    await drag(60);
    expect(await left()).toBeCloseTo(before, 0);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    const closer = await left();
    await drag(60);
    expect(await left()).toBeCloseTo(closer + 60, 0);
    await drag(-20);
    expect(await left()).toBeCloseTo(closer + 40, 0);
    // Not after the button has been let go.
    await page.mouse.move(400, 400);
    expect(await left()).toBeCloseTo(closer + 40, 0);
    // Nor after the browser has taken the pointer over.
    await press();
    await page.evaluate(() => window.dispatchEvent(new PointerEvent('pointercancel')));
    await page.mouse.move(400, 400);
    expect(await left()).toBeCloseTo(closer + 40, 0);
    await page.mouse.up();
  });

  it('tells of what one points at', async () => {
    const page = await openBuild(driven().coder.build('atlas-dev').id);
    await bar(page, /^provider plugins/).hover();
    await page.getByText('Began after', { exact: true }).waitFor();
    await page.getByText('load', { exact: true }).waitFor();
  });

  it('is used by keys alone', async () => {
    const page = await openBuild(driven().coder.build('atlas-dev').id);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await page.locator('[data-span][tabindex="0"]').focus();
    expect(await focused()).toMatch(/^Waited for a provisioner, took/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(/^Initialize/);
    const parts = await page.locator('[data-span]').count();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('[data-span]').count()).toBe(parts - 3);
    await page.keyboard.press('Enter');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('End');
    expect(await focused()).toMatch(/^(code-server|Startup Script), took .+, Exit code 0$/);
    // What has the focus is in view, however close one looks.
    const box = await bar(page, /^code-server, took|^Startup Script, took/)
      .locator('rect')
      .nth(1)
      .boundingBox();
    expect(box).not.toBeNull();
    await page.keyboard.press('0');
    expect(await page.getByRole('button', { name: 'Show all' }).isDisabled()).toBe(true);
  });

  it('is a table as well', async () => {
    const page = await openBuild(driven().coder.build('atlas-dev').id);
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const table = page.getByRole('table', { name: 'Where the time of the build went' });
    await table.getByRole('rowheader', { name: /^provider plugins/ }).waitFor();
    expect(await table.getByRole('row', { name: /^Connect / }).innerText()).toMatch(/\d s$/);
    await looksGood(page, 'build-timeline-table');
  });

  it('grows while a build goes on, and has the timings once it has succeeded', async () => {
    const { control } = driven().coder;
    const build = control.createBuild(control.createWorkspace({ name: 'growing' }), {}, { hold: 'running' });
    control.appendLogs(build, [{ stage: 'Planning Infrastructure', output: 'Terraform' }]);
    const page = await openBuild(build.id);
    await bar(page, /^Planning Infrastructure, running for/).waitFor();
    const before = await bar(page, /^Provisioner job/).getAttribute('aria-label');
    await expect.poll(() => bar(page, /^Provisioner job/).getAttribute('aria-label')).not.toBe(before);
    control.appendLogs(build, [{ stage: 'Starting workspace', output: 'docker_container: Creating...' }]);
    await bar(page, /^Starting workspace, running for/).waitFor();
    control.succeed(build);
    await bar(page, /^Apply, took/).waitFor();
    expect(await bar(page, /^Starting workspace/).count()).toBe(0);
  });

  it('looks like something one wants to use', async () => {
    const page = await openBuild(driven().coder.build('borealis').id);
    await bar(page, /^Apply/).waitFor();
    await bar(page, /^Apply/).hover();
    await looksGood(page, 'build');
  });
});

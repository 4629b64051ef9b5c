import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { seriousFaults } from '../../../test/browser/serious-faults.ts';
import { openApp, useDriven } from './harness.ts';
import { looksGood } from './looks.ts';

useBrowser();
const driven = useDriven();

async function open(path: string, user = 'mira'): Promise<Page> {
  const { coder, url } = driven();
  return (await openApp(url, { path, token: coder.user(user).token })).page;
}

const openWorkspace = (name: string, user?: string) => open(`/workspaces/${driven().coder.workspace(name).id}`, user);

/** A workspace of its own for a journey, started. */
function started(name: string) {
  const { coder } = driven();
  const workspace = coder.control.createWorkspace({ name, template: 'docker' });
  coder.control.createFinishedBuild(workspace);
  return workspace;
}

describe('a workspace', () => {
  it('is stopped, after a dialog that the keyboard can leave', async () => {
    started('to-stop');
    const page = await openWorkspace('to-stop');
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    await stop.click();
    const dialog = page.getByRole('dialog', { name: 'Stop to-stop?' });
    await dialog.waitFor();
    for (let presses = 0; presses < 6; presses += 1) {
      await page.keyboard.press('Tab');
      const outside = await dialog.evaluate((element) =>
        element.contains(document.activeElement) ? '' : document.activeElement?.outerHTML,
      );
      expect(outside).toBe('');
    }
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => stop.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(driven().coder.workspace('to-stop').builds).toHaveLength(1);

    await stop.click();
    await dialog.getByRole('button', { name: 'Stop workspace' }).click();
    await page.getByRole('heading', { level: 1, name: 'Stop #2' }).waitFor();
    expect(driven().coder.build('to-stop').transition).toBe('stop');
  });

  it('is deleted when its name was typed', async () => {
    started('to-delete');
    const page = await openWorkspace('to-delete');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const confirm = page.getByRole('button', { name: 'Delete workspace' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel('Type to-delete to confirm').fill('to-delet');
    expect(await confirm.isDisabled()).toBe(true);
    await looksGood(page, 'delete');
    await page.getByLabel('Type to-delete to confirm').fill('to-delete');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Delete #2' }).waitFor();
  });

  it('a refusal is said in the dialog', async () => {
    const workspace = started('raced');
    const page = await openWorkspace('raced');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    driven().coder.control.createBuild(workspace, {}, { hold: 'running' });
    await page.getByRole('button', { name: 'Stop workspace' }).click();
    await page.getByRole('dialog').getByText('A workspace build is already active.').waitFor();
  });

  it('of somebody else: each button says why it does nothing', async () => {
    const page = await openWorkspace('borealis', 'tara');
    for (const [name, reason] of [
      ['Restart', 'You do not have the right to start this workspace.'],
      ['Stop', 'You do not have the right to stop this workspace.'],
      ['Delete', 'You do not have the right to delete this workspace.'],
    ] as const) {
      const button = page.getByRole('button', { name, exact: true });
      await button.focus();
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await page.getByRole('tooltip').filter({ hasText: reason, visible: true }).waitFor();
      await page.keyboard.press('Enter');
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
    await looksGood(page, 'without-rights');
  });
});

describe('a build', () => {
  it('that somebody else starts leaves the focus on the button that it turns off', async () => {
    const { coder } = driven();
    const workspace = started('busy');
    const page = await openWorkspace('busy');
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    await stop.focus();
    coder.control.createBuild(workspace, {}, { hold: 'running' });
    await page.getByRole('tooltip').filter({ hasText: 'A build is under way.', visible: true }).waitFor();
    const hasFocus = () => stop.evaluate((button) => button === document.activeElement);
    expect(await hasFocus()).toBe(true);
    coder.control.succeed(coder.build('busy'));
    await expect.poll(() => stop.getAttribute('aria-disabled')).toBeNull();
    expect(await hasFocus()).toBe(true);
  });

  it('shows its parameters as its form calls them', async () => {
    const page = await open(`/builds/${driven().coder.build('yarrow', 1).id}`);
    const name = page.getByRole('term').filter({ hasText: /^Branch$/ });
    await name.waitFor();
    expect(await name.getAttribute('title')).toBe('branch');
  });

  it('is canceled while it runs, and its page tells the end of it', async () => {
    const { coder } = driven();
    const workspace = started('to-cancel');
    const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
    const page = await open(`/builds/${build.id}`);
    await page.getByRole('button', { name: 'Cancel build' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel build' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(build.job.canceledAt).not.toBeNull();
    await expect
      .poll(() => page.getByRole('button', { name: 'Cancel build' }).getAttribute('aria-disabled'))
      .toBe('true');
    coder.control.fail(build, 'canceled');
    await page.getByRole('button', { name: 'Build again' }).waitFor();
    await page.getByText('It was canceled').waitFor();
  });

  it('shows where it stands in the queue', async () => {
    const { coder } = driven();
    const page = await open(`/builds/${coder.build('quartz').id}`);
    await page.getByText(/^1 of \d+ in the queue$/).waitFor();
  });

  it('shows its agents as they change, and what they measure', async () => {
    const { coder } = driven();
    const build = coder.build('atlas-dev');
    const page = await open(`/builds/${build.id}`);
    const main = page.getByRole('article', { name: 'Agent main' });
    await main.getByText('Connected').waitFor();
    const agent = coder.store.liveAgents(build)[0];
    if (!agent) throw new Error('atlas-dev has no agent');
    coder.control.reportMetadata(agent, 'cpu', { value: '97%' });
    await main.getByText('97%').waitFor();
    await looksGood(page, 'build-overview');
    coder.control.changeAgent(agent, { alive: false, lastConnectedAt: coder.store.now() - 60_000 });
    await main.getByText('Disconnected').waitFor();
  });

  it('leads to the builds before and after it', async () => {
    const page = await open(`/builds/${driven().coder.build('gull', 2).id}`);
    await page.getByRole('link', { name: 'Build #3' }).click();
    await page.getByRole('heading', { level: 1, name: 'Start #3' }).waitFor();
    await page.getByRole('link', { name: 'Build #2' }).click();
    await page.getByRole('heading', { level: 1, name: 'Stop #2' }).waitFor();
  });
});

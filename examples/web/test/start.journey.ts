import type { Locator, Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { addFault, openApp, useDriven } from './harness.ts';
import { looksGood } from './looks.ts';

useBrowser();
const driven = useDriven();

/** The form that starts a workspace, as one of the demo's users. */
async function openForm(name: string, { user = 'mira', version = '', token = '' } = {}): Promise<Page> {
  const { coder, url } = driven();
  const { page } = await openApp(url, {
    path: `/workspaces/${coder.workspace(name).id}/start${version && `?version=${version}`}`,
    token: token || coder.user(user).token,
  });
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return page;
}

/** A version of the template with every kind of parameter. */
function lab(name: string): string {
  const version = [...driven().coder.store.versions.values()].find((row) => row.name === name);
  if (!version) throw new Error(`There is no version ${name}`);
  return version.id;
}

const hasFocus = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);

const branch = (page: Page) => page.getByLabel('Branch', { exact: true });

describe('the form of a start', () => {
  it('a preset fills it in, a wrong value is said at its field, and the right one leads to the new build', async () => {
    const { coder } = driven();
    const page = await openForm('yarrow', { version: 'active' });
    await page.getByRole('radio', { name: /^Heavy/ }).check();
    expect(await page.getByLabel('Size', { exact: true }).inputValue()).toBe('l');
    expect(await page.getByLabel('Disk', { exact: true }).inputValue()).toBe('100');
    expect(await page.getByRole('switch', { name: 'GPU' }).isChecked()).toBe(true);

    await branch(page).fill('a b');
    await page.getByRole('button', { name: 'Update' }).click();
    await page.getByText('A branch has letters, digits and . / - only.').waitFor();
    await expect.poll(() => hasFocus(branch(page))).toBe(true);
    expect(await branch(page).getAttribute('aria-invalid')).toBe('true');
    expect(coder.workspace('yarrow').builds).toHaveLength(2);
    await looksGood(page, 'start');

    await branch(page).fill('main');
    await page.getByRole('checkbox', { name: 'docker' }).check();
    await page.getByLabel('Labels', { exact: true }).fill('one');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Update' }).click();
    await page.getByRole('heading', { level: 1, name: 'Start #3' }).waitFor();

    const build = coder.build('yarrow', 3);
    expect(build.versionId).toBe(lab('lab_3'));
    expect(Object.fromEntries(build.parameters.map(({ name, value }) => [name, value]))).toEqual({
      region: 'eu-north-1',
      size: 'l',
      disk_gib: '100',
      gpu: 'true',
      tools: '["git","docker"]',
      labels: '["one"]',
      branch: 'main',
      note: '',
      debug_once: 'false',
    });
    expect(coder.store.versions.get(build.versionId)?.presets.find(({ id }) => id === build.presetId)?.name).toBe(
      'Heavy',
    );
  });

  it('what only Coder knows to be wrong is said at the field, until the value is another', async () => {
    const { coder } = driven();
    const workspace = coder.control.createWorkspace({ name: 'rules', template: 'docker' });
    coder.control.createFinishedBuild(workspace);
    const rule = addFault(driven(), {
      route: '/templateversions/{templateversion}/rich-parameters',
      mutate: (parameters: { validation_regex?: string }[]) => {
        for (const parameter of parameters) delete parameter.validation_regex;
      },
    });
    const page = await openForm('rules');
    const cpu = page.getByLabel('cpu', { exact: true });
    await cpu.fill('3');
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByText('Choose 2, 4, 8 or 16. (value "3" does not match').waitFor();
    await expect.poll(() => hasFocus(cpu)).toBe(true);
    await cpu.fill('8');
    await expect.poll(() => page.getByText('Choose 2, 4, 8 or 16.').count()).toBe(0);
    rule.remove();
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByRole('heading', { level: 1, name: 'Start #2' }).waitFor();
  });

  it('what Coder refuses for another reason is said at the form', async () => {
    const { coder } = driven();
    const workspace = coder.control.createWorkspace({ name: 'busy', template: 'docker' });
    coder.control.createFinishedBuild(workspace);
    const page = await openForm('busy');
    await page.getByRole('button', { name: 'Restart' }).waitFor();
    coder.control.createBuild(workspace, {}, { hold: 'running' });
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByRole('alert').filter({ hasText: 'A workspace build is already active.' }).waitFor();
  });

  it('who has gone to another page meanwhile stays there', async () => {
    const { coder } = driven();
    const workspace = coder.control.createWorkspace({ name: 'elsewhere', template: 'docker' });
    coder.control.createFinishedBuild(workspace);
    const page = await openForm('elsewhere');
    let go = () => {};
    const left = new Promise<void>((resolve) => {
      go = resolve;
    });
    const sends = (operation: string) => (request: Request) => request.postData()?.includes(operation) === true;
    await page.route(/\/graphql$/, async (route) => {
      if (sends('mutation CreateBuild')(route.request())) await left;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Restart' }).click();
    const listed = page.waitForEvent('requestfinished', sends('query WorkspacePage'));
    await page.getByRole('link', { name: 'Workspaces' }).click();
    await page.getByRole('heading', { level: 1, name: 'Workspaces' }).waitFor();
    await listed;
    // The answer makes the page read its list again.
    const readAgain = page.waitForEvent('requestfinished', sends('query WorkspacePage'));
    go();
    await readAgain;
    expect(coder.workspace('elsewhere').builds).toHaveLength(2);
    expect(new URL(page.url()).hash).toBe('#/');
  });

  it('who has to sign in again loses nothing of it', async () => {
    const { coder } = driven();
    const workspace = coder.control.createWorkspace({ name: 'expired', template: 'docker' });
    coder.control.createFinishedBuild(workspace);
    const token = coder.control.addToken('mira');
    const page = await openForm('expired', { token });
    const cpu = page.getByLabel('cpu', { exact: true });
    await cpu.fill('8');
    await page.getByRole('button', { name: 'Signed in as mira' }).waitFor();
    coder.control.revokeToken(token);
    const restart = page.getByRole('button', { name: 'Restart' });
    await restart.click();
    await page.getByRole('alert').filter({ hasText: 'Sign in again' }).waitFor();
    await page.getByRole('button', { name: 'Use a session token' }).click();
    await page.getByLabel('Session token', { exact: true }).fill(coder.user('mira').token);
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(await cpu.inputValue()).toBe('8');
    await restart.click();
    await page.getByRole('heading', { level: 1, name: 'Start #2' }).waitFor();
    expect(coder.build('expired', 2).parameters).toContainEqual({ name: 'cpu', value: '8' });

    // Left and opened again it is a new one.
    await page.goto(`${driven().url}#/workspaces/${workspace.id}/start`);
    await cpu.fill('16');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Start #2' }).waitFor();
    await page.goForward();
    await expect.poll(() => cpu.inputValue()).toBe('8');
  });

  it('a number that may only grow cannot shrink', async () => {
    const page = await openForm('yarrow', { version: lab('lab_2') });
    const disk = page.getByLabel('Disk', { exact: true });
    await disk.fill('10');
    await disk.blur();
    await page.getByText(/^It can only grow, and is \d+ now\.$/).waitFor();
  });

  it('what was chosen for good is told, and not asked', async () => {
    const page = await openForm('yarrow');
    await page.getByRole('heading', { name: 'Cannot be changed' }).waitFor();
    expect(await page.getByText('Stockholm').count()).toBe(1);
    expect(await page.getByRole('radio', { name: 'Ohio' }).count()).toBe(0);
  });

  it('a version whose import has not ended says so, and its form comes when it has', async () => {
    const { coder } = driven();
    const page = await openForm('yarrow', { version: lab('lab_4') });
    await page.getByText('lab_4 is still being imported').waitFor();
    const version = coder.store.versions.get(lab('lab_4'));
    if (version) version.job.completedAt = coder.store.now();
    await branch(page).waitFor();
  });

  it('who may not start it is told so', async () => {
    const page = await openForm('yarrow', { user: 'tara' });
    await page.getByText('You do not have the right to start this workspace.').waitFor();
    expect(await page.getByRole('button', { name: /^(Start|Update|Restart)$/ }).isDisabled()).toBe(true);
  });
});

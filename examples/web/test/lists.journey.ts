import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { addFault, openApp, useDriven, useProgram } from './harness.ts';
import { looksGood } from './looks.ts';

useBrowser();
const program = useProgram();
const driven = useDriven();

interface Answer {
  data: { workspace: { builds: { pageInfo: { endCursor: string } } } };
}

const owner = () => driven().coder.user('mira').token;

/** Presses the button until things are well again: the gateway asks a Coder that has failed only now and then. */
async function tryAgain(page: Page, isWell: () => Promise<boolean>): Promise<void> {
  const step = async () => {
    const again = page.getByRole('button', { name: 'Try again' });
    if (await again.isVisible()) await again.click();
    return isWell();
  };
  await expect.poll(step, { timeout: 30_000, interval: 500 }).toBe(true);
}

it('shows all workspaces of the built program, asks nobody else, and breaks no policy', async () => {
  const { page, complaints, requested } = await openApp(program());
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  expect(await page.title()).toBe('Workspaces · Builds');
  await page.getByRole('button', { name: /^All \d+/ }).waitFor();
  const { host } = new URL(program());
  expect(requested.filter((url) => !url.startsWith('data:') && new URL(url).host !== host)).toEqual([]);
  expect(complaints).toEqual([]);
});

it('is searched from the keyboard; what is wrong with a search stands at its field', async () => {
  const { page } = await openApp(program());
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
  await page.keyboard.press('/');
  const field = page.getByLabel('Search workspaces');
  await field.pressSequentially('status:nonsense');
  await page.getByText('"nonsense" is not a valid value').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.press('Escape');
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
  expect(await field.getAttribute('aria-invalid')).toBeNull();

  await field.fill('name:no-such-workspace');
  await page.getByText('No workspace matches').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();

  await field.fill('name:ember');
  await page.getByRole('button', { name: 'Clear the search' }).press('Enter');
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
});

it('filters by a status, which the address keeps', async () => {
  const { page } = await openApp(program());
  const failed = page.getByRole('button', { name: /^Failed \d+/ });
  await failed.click();
  await page.getByRole('link', { name: 'ember' }).waitFor();
  await expect.poll(() => page.getByRole('link', { name: 'atlas-dev' }).count()).toBe(0);
  expect(await page.getByLabel('Search workspaces').inputValue()).toBe('status:failed');
  expect(await failed.getAttribute('aria-pressed')).toBe('true');
  await page.reload();
  await page.getByRole('link', { name: 'ember' }).waitFor();
  expect(await page.getByRole('link', { name: 'atlas-dev' }).count()).toBe(0);
});

it('shows what happens elsewhere as it happens', async () => {
  const { coder, url } = driven();
  const { page } = await openApp(url, { path: '/?q=name:delta-docs', token: owner() });
  const row = page.getByRole('row', { name: /delta-docs/ });
  await row.getByText('Stopped').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  const build = coder.control.createBuild(coder.workspace('delta-docs'), {}, { hold: 'running' });
  await row.getByText('Starting').waitFor({ timeout: 40_000 });
  coder.control.succeed(build);
  await row.getByText('Running').waitFor({ timeout: 20_000 });
});

it('leads through pages, there and back', async () => {
  const { coder, url } = driven();
  coder.control.createRunningWorkspaces(10, { owner: 'mira' });
  const { page } = await openApp(url, { token: owner() });
  await page.getByText(/^1–25 of \d+/).waitFor();
  const first = await page.getByRole('row').nth(1).innerText();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText(/^26–/).waitFor();
  expect(await page.getByRole('row').nth(1).innerText()).not.toBe(first);
  await page.getByRole('button', { name: 'Previous' }).click();
  await page.getByText(/^1–25/).waitFor();
});

it('keeps a page that cannot be read again, and says so above it', async () => {
  const { coder, url } = driven();
  coder.control.createRunningWorkspaces(30, { owner: 'mira' });
  const { page, context } = await openApp(url, { token: owner() });
  await page.getByText(/^1–25 of \d+/).waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText(/^26–/).waitFor();
  const rows = page.getByRole('row').getByRole('link');
  const before = await rows.allInnerTexts();
  const fault = addFault(driven(), { route: '/workspaces', respond: { status: 503 } });
  await context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  await context.setOffline(false);
  const notice = page.getByRole('alert').filter({ hasText: 'Coder cannot be reached' });
  await notice.waitFor({ timeout: 30_000 });
  expect(await rows.allInnerTexts()).toEqual(before);
  fault.remove();
  await tryAgain(page, async () => (await notice.count()) === 0);
  expect(await rows.allInnerTexts()).toEqual(before);
});

it('is used from the keyboard: a row, its page, a filter', async () => {
  const { page } = await openApp(program());
  await page.getByRole('link', { name: 'atlas-dev' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'atlas-dev' }).waitFor();
  await page.getByRole('row', { name: /Start #61/ }).waitFor();
  await page.getByRole('button', { name: 'Status' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemcheckbox', { name: 'Failed' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Status: Failed' }).waitFor();
  await expect.poll(() => page.getByRole('row', { name: /Start #61/ }).count()).toBe(0);
  await page
    .getByRole('row', { name: /Failed/ })
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('row', { name: /Start #61/ }).waitFor();
});

it('begins each page at its top, with the focus, and comes back to where one was', async () => {
  const { page } = await openApp(program());
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
  await page.setViewportSize({ width: 1024, height: 500 });
  const last = page.getByRole('row').last().getByRole('link').first();
  await last.scrollIntoViewIfNeeded();
  const top = () => page.evaluate(() => window.scrollY);
  const before = await top();
  expect(before).toBeGreaterThan(200);
  await last.click();
  await page.getByRole('row', { name: /#1\b/ }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  expect(await top()).toBe(0);
  await page.goBack();
  await expect.poll(top).toBe(before);
});

it('shows a new build at the top of its workspace, and its end', async () => {
  const { coder, url } = driven();
  const workspace = coder.workspace('falcon');
  const { page } = await openApp(url, { path: `/workspaces/${workspace.id}`, token: owner() });
  await page.getByRole('row').nth(1).waitFor();
  const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
  const row = page.getByRole('row', { name: new RegExp(`#${build.number}\\b`) });
  await row.getByText('Starting').waitFor();
  coder.control.fail(build);
  await row.getByText('Failed').waitFor();
  await page.locator('h1 + *', { hasText: 'Failed' }).waitFor();
});

it('keeps the builds that it has when they cannot be read again, says so, and tries again', async () => {
  const { coder, url } = driven();
  const workspace = coder.workspace('falcon');
  const { page } = await openApp(url, { path: `/workspaces/${workspace.id}`, token: owner() });
  const rows = page.getByRole('table', { name: 'Builds' }).getByRole('row');
  await rows.nth(1).waitFor();
  const before = await rows.count();
  const fault = addFault(driven(), { route: '/workspaces/{workspace}/builds', respond: { status: 503 } });
  const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
  const notice = page.getByRole('alert').filter({ hasText: 'These builds could not be read again' });
  await notice.waitFor({ timeout: 30_000 });
  expect(await rows.count()).toBe(before);
  await looksGood(page, 'builds-kept');

  fault.remove();
  await tryAgain(page, async () => (await notice.count()) === 0);
  await page.getByRole('row', { name: new RegExp(`#${build.number}\\b`) }).waitFor();
  coder.control.succeed(build);
});

it('shows a page with nothing on it, and the way back', async () => {
  const { coder, url } = driven();
  const workspace = coder.workspace('delta-docs');
  const query = `{ workspace(id: "${workspace.id}") { builds(first: 20) { pageInfo { endCursor } } } }`;
  const response = await fetch(new URL('../graphql', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'Coder-Session-Token': owner() },
    body: JSON.stringify({ query }),
  });
  const { data } = (await response.json()) as Answer;
  const after = encodeURIComponent(data.workspace.builds.pageInfo.endCursor);
  const { page } = await openApp(url, { path: `/workspaces/${workspace.id}?after=${after}`, token: owner() });
  await page.getByText('No older builds').waitFor();
  await page.getByRole('button', { name: 'Previous' }).click();
  await page.getByRole('row', { name: /#1\b/ }).waitFor();
});

it('acts as another user, and says what that one may not do', async () => {
  const { page } = await openApp(program());
  await page.getByRole('button', { name: 'Signed in as mira' }).click();
  await page.getByRole('menuitemradio', { name: /omar/ }).click();
  await page.getByRole('button', { name: 'Signed in as omar' }).waitFor();
  await page.getByRole('link', { name: 'falcon' }).click();
  await page.getByRole('heading', { name: 'falcon' }).waitFor();
  await page.getByText('Replace provisioner state').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Replace provisioner state' }).getByText('Not allowed').waitFor();
});

it('asks for a token where nobody is known, and forgets it', async () => {
  const { coder, url } = driven();
  const { page } = await openApp(url);
  await page.getByText('Sign in to see this').waitFor();
  await page.getByRole('button', { name: 'Use a session token' }).click();
  await page.getByRole('textbox', { name: 'Session token' }).fill(coder.user('omar').token);
  await page.getByRole('button', { name: 'Use token' }).click();
  await page.getByRole('link', { name: 'falcon' }).waitFor();
  await page.getByRole('button', { name: 'Signed in as omar' }).click();
  await page.getByRole('menuitem', { name: 'Forget the token' }).click();
  await page.getByText('Sign in to see this').waitFor();
});

it('says when there is no network, and catches up when there is', async () => {
  const { page, context } = await openApp(program());
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
  await context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  // What was known stays.
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
  await context.setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
});

it('says when Coder does not answer, and tries again', async () => {
  const fault = addFault(driven(), { route: '/workspaces', respond: { status: 503 } });
  const { page } = await openApp(driven().url, { token: owner() });
  await page.getByText('Coder cannot be reached').waitFor();
  fault.remove();
  const row = page.getByRole('link', { name: 'atlas-dev' });
  await tryAgain(page, async () => (await row.count()) === 1);
});

it('says that something is not there', async () => {
  const { page } = await openApp(program(), { path: '/workspaces/00000000-0000-4000-8000-000000000000' });
  await page.getByText('There is no such workspace').waitFor();
  await page.getByRole('link', { name: 'All workspaces' }).click();
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
  await page.goto(`${program()}#/no/such/page`);
  await page.getByText('There is no such page').waitFor();
  expect(await page.title()).toBe('Not found · Builds');
  await page.getByRole('link', { name: 'Workspaces' }).click();
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Running, start } from '../../src/cli/start.ts';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { defaultSettings } from '../default-settings.ts';
import { useBrowser } from './fresh-page.ts';
import { execute, linkTo, openPage, response, shows, silent } from './graphiql-page.ts';

useBrowser();

let coder: TestCoder;
let running: Running;
beforeAll(async () => {
  coder = await startTestCoder();
  running = await start({
    settings: defaultSettings({ port: 0, graphiql: true, coderUrl: new URL(coder.url) }),
    log: silent,
  });
});
afterAll(async () => {
  await running?.close();
  await coder?.close();
});

const LIVE =
  'subscription Watch($query: String) { workspacesUpdated(query: $query) { changed { name latestBuild { status } } } }';

/** The page with this document in front, as the owner of the workspaces. */
async function openWith(query: string, variables?: object) {
  const { url } = running.gateway;
  const opened = await openPage(url);
  const { page } = opened;
  const received: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
  await page.getByLabel('Coder session token').fill(coder.user('mira').token);
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await page.locator('.viewer.known').waitFor();
  await page.evaluate((address) => location.assign(address), linkTo(url, query, variables));
  await page.locator('.tab-strip .active', { hasText: /^(?!WorkspacesToApps)/ }).waitFor();
  await page.locator('.document .view-line').first().waitFor();
  return { page, received };
}

const toTab = async (page: Page, name: string) => {
  await page.locator('.tab-strip .tab', { hasText: name }).click();
  await page.locator('.tab-strip .active', { hasText: name }).waitFor();
};

it('goes on while another tab is in front, and shows how it stands when one comes back', async () => {
  const { page, received } = await openWith(LIVE, { query: 'name:delta-docs' });
  await execute(page);
  await page.locator('.feed-state.live').waitFor();
  await shows(page, 'STOPPED');
  expect(await page.locator('.feed-count').innerText()).toBe('1 event');

  await toTab(page, 'OneBuild');
  await page.getByRole('img', { name: 'live' }).waitFor();
  const build = coder.control.createBuild(coder.workspace('delta-docs'), {}, { hold: 'running' });
  await expect.poll(() => received.some((text) => text.includes('STARTING')), { timeout: 40_000 }).toBe(true);
  expect(await response(page)).not.toContain('delta-docs');

  await toTab(page, 'Watch');
  await shows(page, 'STARTING');
  await page.locator('.feed-state.live').waitFor();
  // Its events are shown as they come, as before.
  coder.control.succeed(build);
  await shows(page, 'RUNNING');

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.locator('.feed-state.stopped').waitFor();
  await toTab(page, 'OneBuild');
  await toTab(page, 'Watch');
  await page.locator('.feed-state.stopped').waitFor();
  await shows(page, 'RUNNING');
  // One click runs it again.
  await execute(page);
  await page.locator('.feed-state.live').waitFor();
  await expect.poll(() => page.locator('.feed-count').innerText()).toBe('1 event');
});

it('a new tab takes nothing from it, and executes with its first click', async () => {
  const { page, received } = await openWith(LIVE, { query: 'name:yarrow' });
  await execute(page);
  await shows(page, 'yarrow');
  await page.getByRole('button', { name: 'New tab' }).click();
  const build = coder.control.createBuild(coder.workspace('yarrow'), {}, { hold: 'running' });
  await expect.poll(() => received.some((text) => text.includes('STARTING')), { timeout: 40_000 }).toBe(true);
  coder.control.succeed(build);
  expect(await response(page)).not.toContain('yarrow');
  await page.locator('.document .view-lines').click();
  await page.keyboard.insertText('{ viewer { username } }');
  await execute(page);
  await shows(page, 'mira');
  await toTab(page, 'Watch');
  await shows(page, /STARTING|RUNNING/);
});

it('one that cannot go on says so', async () => {
  const { page } = await openWith(
    'subscription Gone { workspaceUpdated(workspaceId: "b92b2daa-c0ce-4c98-98c6-c26f8453b347") { name } }',
  );
  await execute(page);
  await page.locator('.feed-state.failed').waitFor();
  expect(await page.locator('.feed-note').innerText()).not.toBe('');
  expect(await page.getByRole('button', { name: 'Stop', exact: true }).count()).toBe(0);
});

it('an answer that comes while another tab is in front is there when one comes back', async () => {
  const { page } = await openWith('query Slow { viewer { username } }');
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/graphql', async (route) => {
    if (route.request().postDataJSON()?.operationName === 'Slow') await held;
    await route.continue();
  });
  const answered = page.waitForResponse((answer) => answer.request().postDataJSON()?.operationName === 'Slow');
  await execute(page);
  await toTab(page, 'OneBuild');
  await execute(page);
  await shows(page, '"data"');
  release();
  await (await answered).finished();
  expect(await response(page)).not.toContain('mira');
  await toTab(page, 'Slow');
  await shows(page, 'mira');
});

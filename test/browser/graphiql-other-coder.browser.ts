import { afterAll, beforeAll, expect, it } from 'vitest';
import { openingNames } from '../../graphiql/src/openings.ts';
import { type Running, start } from '../../src/cli/start.ts';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { defaultSettings } from '../default-settings.ts';
import { runningBuild } from '../e2e/support.ts';
import { useBrowser } from './fresh-page.ts';
import { openPage, runTab, shows, silent } from './graphiql-page.ts';

useBrowser();

let coder: TestCoder;
let running: Running;

beforeAll(async () => {
  coder = await startTestCoder();
  const settings = defaultSettings({ port: 0, graphiql: true, coderUrl: new URL(coder.url) });
  running = await start({ settings, log: silent });
});
afterAll(async () => {
  await running?.close();
  await coder?.close();
});

it('is about nothing in front of another Coder, until a token says who is there', async () => {
  const { page, inits } = await openPage(running.gateway.url);
  await page.locator('.viewer.unknown').waitFor();
  expect(await page.getByLabel('Act as').count()).toBe(0);
  const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(await kept()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(await page.locator('.tab-strip .tab').allInnerTexts()).toEqual(openingNames);

  await page.getByLabel('Coder session token').fill(coder.user('omar').token);
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await page.locator('.viewer.known', { hasText: 'omar' }).waitFor();
  await runTab(page, 'PageOfBuilds');
  await shows(page, '"data"');
  await runTab(page, 'FollowBuild');
  await page.locator('.log-line').first().waitFor();
  expect(inits.at(-1)?.payload).toMatchObject({ 'Coder-Session-Token': coder.user('omar').token });
  expect(await kept()).not.toContain(coder.user('omar').token);
});

it('shows what a template prints as text, in its colors', async () => {
  const { page, complaints } = await openPage(running.gateway.url);
  const build = runningBuild(coder);
  const evil = '<img src=x onerror="document.title=`taken`">';
  coder.control.appendLogs(build, [`\u001b[31m${evil}\u001b[0m`]);
  await page.getByLabel('Coder session token').fill(coder.user('mira').token);
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await page.locator('.viewer.known').waitFor();
  const query = `subscription { buildLogs(buildId: "${build.id}") { ... on BuildLogBatch { logs { id output } } } }`;
  // Else only the fragment would change, and the page would stay.
  await page.goto('about:blank');
  await page.goto(`${running.gateway.url}/graphql#${new URLSearchParams({ query })}`);
  await page.waitForSelector('.document .view-line');
  await page.click('.graphiql-execute-button');
  await page.locator('.log-line .ansi-red', { hasText: evil }).waitFor();
  expect(await page.title()).not.toBe('taken');
  expect(await page.locator('.log-lines img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

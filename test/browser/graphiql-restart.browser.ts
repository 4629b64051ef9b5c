import { expect, it, onTestFinished } from 'vitest';
import { type Running, start } from '../../src/cli/start.ts';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { defaultSettings } from '../default-settings.ts';
import { runningBuild } from '../e2e/support.ts';
import { useBrowser } from './fresh-page.ts';
import { execute, linkTo, openPage, silent } from './graphiql-page.ts';

useBrowser();

/** A gateway that can be restarted at its address. */
async function restartable(coder: TestCoder) {
  let running: Running | undefined;
  let port = 0;
  const begin = async () => {
    const settings = defaultSettings({ port, graphiql: true, coderUrl: new URL(coder.url) });
    running = await start({ settings, log: silent });
    port = Number(new URL(running.gateway.url).port);
  };
  await begin();
  onTestFinished(() => running?.close());
  return { url: () => `http://127.0.0.1:${port}`, stop: async () => running?.close(), begin };
}

it.each([
  ['that takes $after, behind its last line', 'S($id: ID!, $after: ID)', 'buildId: $id, after: $after', 'lastId'],
  ['that does not, from its first line on', 'S($id: ID!)', 'buildId: $id', '__typename'],
])('goes on after a restart of the gateway with a document %s: each line is there once', async (...row) => {
  const [, head, given, lastId] = row;
  const coder = await startTestCoder();
  onTestFinished(() => coder.close());
  const gateway = await restartable(coder);
  const { page } = await openPage(gateway.url());
  await page.getByLabel('Coder session token').fill(coder.user('mira').token);
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await page.locator('.viewer.known').waitFor();
  const build = runningBuild(coder);
  coder.control.appendLogs(build, ['first', 'second']);
  const document = `subscription ${head} { buildLogs(${given}) { ... on BuildLogBatch { ${lastId} logs { output } } } }`;
  await page.evaluate((url) => location.assign(url), linkTo(gateway.url(), document, { id: build.id }));
  await page.locator('.document .view-lines', { hasText: 'buildLogs' }).waitFor();
  await execute(page);
  await page.locator('.log-line', { hasText: 'second' }).waitFor();
  await gateway.stop();
  await page.locator('.feed-state.connecting').waitFor();
  coder.control.appendLogs(build, ['while it was away']);
  await gateway.begin();
  await page.locator('.log-line', { hasText: 'while it was away' }).waitFor();
  expect(await page.locator('.log-line').allInnerTexts()).toEqual(['first', 'second', 'while it was away']);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.locator('.feed-state.stopped').waitFor();
  expect(await page.locator('.log-line').count()).toBe(3);
});

it('says at once that a feed cannot begin while nobody is there', async () => {
  const coder = await startTestCoder();
  onTestFinished(() => coder.close());
  const gateway = await restartable(coder);
  const { page } = await openPage(gateway.url());
  await page.getByRole('button', { name: 'FollowBuild', exact: true }).click();
  await gateway.stop();
  await execute(page);
  await page.locator('.feed-note', { hasText: 'The gateway is not reached' }).waitFor();
});

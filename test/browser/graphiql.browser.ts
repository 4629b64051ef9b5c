import { expect, it } from 'vitest';
import { openingNames } from '../../graphiql/src/openings.ts';
import { useBrowser } from './fresh-page.ts';
import {
  execute,
  linkTo,
  type Opened,
  openPage,
  ready,
  runTab,
  shows,
  useGateway,
  variablesOf,
} from './graphiql-page.ts';

useBrowser();
const gateway = useGateway();
const open = () => openPage(gateway().gateway.url);

const user = (name: string) => gateway().demoUsers?.find(({ username }) => username === name);
const actAs = async ({ page }: Opened, option: string, expected: string) => {
  await page.getByLabel('Act as').selectOption(option);
  await page.locator('.viewer.known', { hasText: expected }).waitFor();
};

it.each(openingNames)('the first click on the tab %s answers, on a fresh profile', async (name) => {
  const { page, complaints, requested } = await open();
  await runTab(page, name);
  if (/^Follow|^LastLines/.test(name)) await page.locator('.log-line').first().waitFor();
  else await shows(page, '"data"');
  expect(await page.locator('.result-window').innerText()).not.toContain('"errors"');
  // Nobody but the gateway was asked, and no policy was broken.
  const { host } = new URL(gateway().gateway.url);
  expect(requested.filter((url) => !url.startsWith('data:') && new URL(url).host !== host)).toEqual([]);
  expect(complaints).toEqual([]);
});

it('signs in as another user, for queries and for feeds', async () => {
  const opened = await open();
  const { page, inits } = opened;
  await page.locator('.viewer.known', { hasText: 'mira' }).waitFor();
  const { buildId: mirasBuild } = await variablesOf(page, 'FollowBuild');
  await actAs(opened, 'omar', 'omar');
  // The tabs are about what is his.
  expect((await variablesOf(page, 'FollowBuild')).buildId).not.toBe(mirasBuild);
  await runTab(page, 'FollowBuild');
  await page.locator('.log-line').first().waitFor();
  expect(inits.map(({ payload }) => payload?.['Coder-Session-Token'])).toEqual([user('omar')?.token]);
});

it('runs a feed as that user: what he may not see, he does not', async () => {
  const opened = await open();
  const { page } = opened;
  const { buildId } = await variablesOf(page, 'FollowBuild');
  const document = 'subscription S($id: ID!) { buildLogs(buildId: $id) { ... on BuildLogBatch { logs { output } } } }';
  // A page of its own each time: the button that executes also stops a feed that still runs.
  const openFeed = async () => {
    await page.goto('about:blank');
    await page.goto(linkTo(gateway().gateway.url, document, { id: buildId }));
    await ready(page);
  };
  await openFeed();
  await execute(page);
  await page.locator('.log-line').first().waitFor();
  await openFeed();
  await actAs(opened, 'omar', 'omar');
  await execute(page);
  await page.locator('.feed-state.failed').waitFor();
});

it('sends the headers editor with feeds too, in place of who the page acts as', async () => {
  const opened = await open();
  const { page, inits } = opened;
  await page.getByRole('button', { name: 'FollowBuild', exact: true }).click();
  await page.getByRole('button', { name: 'Headers', exact: true }).click();
  const headers = { Authorization: `Bearer ${user('tara')?.token}`, 'X-Trial': '1' };
  await page.locator('.values .graphiql-editor:not(.hidden) .view-lines').click();
  await page.keyboard.insertText(JSON.stringify(headers));
  await execute(page);
  await page.locator('.log-view').waitFor();
  await expect.poll(() => inits.at(-1)?.payload).toMatchObject(headers);
  expect(inits.at(-1)?.payload).not.toHaveProperty('Coder-Session-Token');
  // Nothing of it outlives the page.
  await page.getByRole('button', { name: 'Show History' }).click();
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).toContain('FollowBuild');
  expect(kept).not.toContain(headers.Authorization);
});

it('creates a build, follows it, and cancels it from another tab', async () => {
  const opened = await open();
  const { page } = opened;
  await runTab(page, 'CreateBuild');
  await shows(page, 'CreateBuildSuccess');
  await runTab(page, 'FollowBuild');
  await page.locator('.feed-state.live').waitFor();
  await runTab(page, 'CancelBuild');
  await shows(page, 'CancelBuildSuccess');
  await page.getByRole('button', { name: 'FollowBuild' }).first().click();
  await page.locator('.feed-state.ended').waitFor();
  await page.locator('.log-line', { hasText: 'Stopping operation' }).waitFor();
  const { buildId } = await variablesOf(page, 'FollowBuild');
  expect((await variablesOf(page, 'CancelBuild')).buildId).toBe(buildId);
});

it('shows a log whole, under its stages, and stays where a person scrolled to', async () => {
  const { page } = await open();
  await runTab(page, 'FollowBuild');
  await page.locator('.feed-state.ended').waitFor();
  expect(await page.locator('.log-section h3').count()).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  const lines = page.locator('.log-lines');
  await page.setViewportSize({ width: 1440, height: 500 });
  await lines.hover();
  await page.mouse.wheel(0, -200);
  await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
});

it('shows what an answer cost, and what of it was kept', async () => {
  const { page } = await open();
  await runTab(page, 'OneBuild');
  await shows(page, '"data"');
  await execute(page);
  await page.getByRole('tab', { name: /Cost/ }).click();
  await page.locator('.cost tr.cached').first().waitFor();
  expect(await page.locator('.cost tr.network .bar').count()).toBeGreaterThan(0);
  // The response does not repeat it.
  await page.getByRole('tab', { name: 'Response' }).click();
  expect(await page.locator('.result-window').innerText()).not.toContain('upstream');
});

it('keeps the history, and the tabs over a reload', async () => {
  const { page } = await open();
  await runTab(page, 'PageOfBuilds');
  await shows(page, '"data"');
  await page.getByRole('button', { name: 'Close OneBuild' }).click();
  await page.getByRole('button', { name: 'Show History' }).click();
  // It has an operation once more whose variables were filled in while it ran.
  await page.locator('.graphiql-history-item', { hasText: 'PageOfBuilds' }).first().waitFor();
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('coder-graphql:embedded:graphiql:tabState')))
    .not.toContain('OneBuild(');
  await page.reload();
  await ready(page);
  const names = await page.locator('.tab-strip .tab').allInnerTexts();
  expect(names).toEqual(openingNames.filter((name) => name !== 'OneBuild'));
  expect(await page.locator('.tab-strip .active').innerText()).toContain('PageOfBuilds');
});

it('explores the schema into the document', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'New tab' }).click();
  await page.getByRole('button', { name: 'Show Explorer' }).click();
  await page.locator('.graphiql-explorer-viewer [data-field-name]').click();
  await page.locator('.document .view-lines', { hasText: 'viewer' }).waitFor();
});

it('writes the operation as code', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'FollowBuild', exact: true }).click();
  await page.getByRole('button', { name: 'Show Code' }).click();
  await page.locator('.code-panel pre', { hasText: 'followBuildLog' }).waitFor();
});

/** The files that one more page of a profile does not find kept. */
async function filesAskedForAgain(context: Opened['context']) {
  const page = await context.newPage();
  await page.goto(gateway().gateway.url);
  await ready(page);
  const files = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => /\.(js|css|ttf)$/.test(name))
      .map(({ name, transferSize }) => ({ name, transferSize })),
  );
  await page.close();
  expect(files.length).toBeGreaterThan(3);
  return files.filter(({ transferSize }) => transferSize > 0);
}

it('is ready after at most 1.6 MB, and asks for its files only once', async () => {
  const { page, context } = await open();
  const bytes = () =>
    page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).reduce(
        (sum, { transferSize }) => sum + transferSize,
        0,
      ),
    );
  const first = await bytes();
  expect(first).toBeGreaterThan(100_000);
  expect(first).toBeLessThan(1_600_000);
  // What was still on its way when a page was ready is kept by the next one.
  await expect.poll(() => filesAskedForAgain(context), { timeout: 45_000 }).toEqual([]);
});

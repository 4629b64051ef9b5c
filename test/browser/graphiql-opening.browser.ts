import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowser } from './fresh-page.ts';
import {
  execute,
  linkTo,
  openPage,
  openSlowly,
  ready,
  response,
  shows,
  useGateway,
  variablesOf,
} from './graphiql-page.ts';

useBrowser();
const gateway = useGateway();

const active = (page: Page) => page.locator('.tab-strip .active');
const chooseTab = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const actAsOmar = async (page: Page) => {
  await page.getByLabel('Act as').selectOption('omar');
  await page.locator('.viewer.known', { hasText: 'omar' }).waitFor();
};

it('shows the tab that is chosen before the editors are there', async () => {
  const { page, load } = await openSlowly(gateway().gateway.url);
  await chooseTab(page, 'FollowBuild');
  await load();
  await page.locator('.document .view-lines', { hasText: 'FollowBuild' }).waitFor();
  await execute(page);
  await page.locator('.log-line').first().waitFor();
  await chooseTab(page, 'WorkspacesToApps');
  await page.locator('.document .view-lines', { hasText: 'WorkspacesToApps' }).waitFor();
});

it.each([
  ['a tab, then a user', [(page: Page) => chooseTab(page, 'OneBuild'), actAsOmar]],
  ['a user, then a tab', [actAsOmar, (page: Page) => chooseTab(page, 'OneBuild')]],
])('takes %s chosen before the editors are there, and shows what is that user’s', async (_, clicks) => {
  const { page, load, complaints } = await openSlowly(gateway().gateway.url);
  for (const click of clicks) await click(page);
  for (const tool of ['History', 'Code', 'Explorer', 'Documentation Explorer']) {
    await page.getByRole('button', { name: `Show ${tool}` }).click();
  }
  await load();
  await page.locator('.document .view-lines', { hasText: 'OneBuild' }).waitFor();
  await execute(page);
  await shows(page, '"data"');
  // Omar's, since this name is looked for among his.
  expect(await response(page)).toContain('"status"');
  expect(complaints).toEqual([]);
});

it('leaves the cursor of the tab in front where it is when other tabs get new ids', async () => {
  const { page } = await openPage(gateway().gateway.url);
  await chooseTab(page, 'CreateBuild');
  await page.locator('.document .view-line', { hasText: 'createBuild(' }).last().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Enter');
  await shows(page, 'CreateBuildSuccess');
  await page.keyboard.type('#here');
  await page.locator('.document .view-line', { hasText: /createBuild\(.*#here$/ }).waitFor();
  const created = /"buildId":\s*"([^"]+)"/.exec((await response(page)).replaceAll(/\s+/g, ' '))?.[1];
  expect((await variablesOf(page, 'FollowBuild')).buildId).toBe(created);
});

it('opens the document that an address leads to once, and copies the address of one', async () => {
  const { page, context } = await openPage(gateway().gateway.url);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('about:blank');
  const document = 'query Who { viewer { username } }';
  await page.goto(linkTo(gateway().gateway.url, document, { a: 1 }));
  await ready(page);
  expect(await active(page).innerText()).toContain('Who');
  await execute(page);
  await shows(page, '"mira"');
  await page.getByRole('button', { name: 'Copy link to this document' }).click();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const parameters = new URLSearchParams(new URL(copied).hash.slice(1));
  expect(parameters.get('query')).toBe(document);
  expect(JSON.parse(parameters.get('variables') ?? '')).toEqual({ a: 1 });
  // What was changed since is there after a reload, and not the linked document once more.
  await page.locator('.document .view-lines').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# mine ');
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('coder-graphql:embedded:graphiql:tabState')))
    .toContain('# mine ');
  const tabs = await page.locator('.tab-strip .tab').count();
  await page.reload();
  await page.locator('.document .view-lines', { hasText: '# mine' }).waitFor();
  expect(await page.locator('.tab-strip .tab').count()).toBe(tabs);
});

it('opens a link that is pasted into the address of the open page', async () => {
  const { page } = await openPage(gateway().gateway.url);
  await page.evaluate(
    (url) => location.assign(url),
    linkTo(gateway().gateway.url, 'query Pasted { viewer { username } }'),
  );
  await page.locator('.document .view-lines', { hasText: 'Pasted' }).waitFor();
  expect(new URL(page.url()).hash).toBe('');
});

it('says what is wrong with a token, and with headers that cannot be sent', async () => {
  const { page } = await openPage(gateway().gateway.url);
  await page.getByLabel('Act as').selectOption({ label: 'another token…' });
  const sign = async (token: string) => {
    await page.getByLabel('Coder session token').fill(token);
    await page.getByRole('button', { name: 'Use', exact: true }).click();
  };
  await sign('nobody-knows-it');
  const viewer = page.locator('.viewer', { hasText: 'token refused' });
  await viewer.waitFor();
  // The tabs keep their ids, so that it is the token that an operation fails for.
  await chooseTab(page, 'FollowBuild');
  await execute(page);
  await page.locator('.feed-note', { hasText: 'sign in again' }).waitFor();
  await page.locator('.log-lines', { hasText: 'No line came before.' }).waitFor();
  await sign('tökén…');
  await page.locator('.viewer[title*="beyond ASCII"]').waitFor();
  await chooseTab(page, 'WorkspacesToApps');
  await execute(page);
  await shows(page, 'does not allow');
  expect(await response(page)).not.toContain('stack');
});

it('says that the gateway does not answer, without a stack', async () => {
  const { page, context } = await openPage(gateway().gateway.url);
  await context.setOffline(true);
  await execute(page);
  await shows(page, 'The gateway does not answer.');
  expect(await response(page)).not.toContain('stack');
});

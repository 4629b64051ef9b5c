import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { cuttingProxy } from '../../../test/cutting-proxy.ts';
import { addFault, openApp, useDriven } from './harness.ts';
import { looksGood } from './looks.ts';

useBrowser();
const driven = useDriven();

const start = (name: string) => `/workspaces/${driven().coder.workspace(name).id}/start`;

function token(user = 'mira'): string {
  return driven().coder.user(user).token;
}

/** Has the gateway answer operations of this name with an error, as often as it is to. */
async function refuse(
  page: Page,
  operation: string,
  extensions: object,
  message: string,
): Promise<() => Promise<void>> {
  const answer = { errors: [{ message, extensions }], data: null };
  const matches = (url: URL) => url.pathname === '/graphql';
  await page.route(matches, (route) =>
    route.request().postDataJSON()?.operationName === operation
      ? route.fulfill({ json: answer, contentType: 'application/json' })
      : route.continue(),
  );
  return () => page.unroute(matches);
}

it('without a right token: sign in, and the page goes on', async () => {
  const { page } = await openApp(driven().url, { path: start('yarrow'), token: 'wrong' });
  await page.getByText('This session token is not valid any more').waitFor();
  await page.getByRole('button', { name: 'Use a session token' }).click();
  await page.getByLabel('Session token', { exact: true }).fill(token());
  await page.getByRole('button', { name: 'Use token' }).click();
  await page.getByRole('heading', { level: 1, name: 'Start yarrow' }).waitFor();
});

it('what does not exist, or is hidden', async () => {
  const path = '/workspaces/00000000-0000-4000-8000-000000000000/start';
  const { page } = await openApp(driven().url, { path, token: token() });
  await page.getByText('There is no such workspace').waitFor();
  expect(await page.title()).toBe('Workspace · Builds');
  expect(await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').count()).toBe(1);
  await looksGood(page, 'missing');
});

it('an address that was cut or mistyped', async () => {
  const { page } = await openApp(driven().url, { path: '/builds/84373b66-67b3', token: token() });
  await page.getByText('There is no such build').waitFor();
  await page.goto(`${driven().url}#/workspaces/84373b66-67b3`);
  await page.getByText('There is no such workspace').waitFor();
  await page.goto(`${driven().url}#/workspaces/84373b66-67b3/start`);
  await page.getByText('There is no such workspace').waitFor();
  await page.getByRole('link', { name: 'All workspaces' }).click();
  await page.getByRole('heading', { level: 1, name: 'Workspaces' }).waitFor();
});

it('a part of the page that is no longer there: load it again', async () => {
  const { page } = await openApp(driven().url, { token: token() });
  const parts = /\/assets\/start-page-.*\.js$/;
  await page.route(parts, (route) => route.fulfill({ status: 404 }));
  await page.goto(`${driven().url}#${start('yarrow')}`);
  await page.getByText('This page cannot be shown').waitFor();
  // The rest of it can be used.
  await page.getByRole('link', { name: 'Builds' }).click();
  await page.getByRole('heading', { level: 1, name: 'Workspaces' }).waitFor();
  await page.goBack();
  await page.unroute(parts);
  await page.getByRole('button', { name: 'Load it again' }).click();
  await page.getByRole('heading', { level: 1, name: 'Start yarrow' }).waitFor();
});

it('a template that the viewer may not read', async () => {
  const { page } = await openApp(driven().url, { path: start('vesper'), token: token('omar') });
  await page.getByText('You are not allowed to do this').waitFor();
  expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
});

it('a workspace of which the viewer may read a part', async () => {
  const path = `/workspaces/${driven().coder.workspace('vesper').id}`;
  const { page } = await openApp(driven().url, { path, token: token('omar') });
  await page.getByText('Some of this is not shown').waitFor();
  await page.getByRole('row', { name: /#4\b/ }).waitFor();
  // What is not known is not told either.
  expect(await page.getByText('Last used').count()).toBe(0);
  await looksGood(page, 'hidden-template');
});

it('Coder away: try again', async () => {
  const rule = addFault(driven(), {
    route: '/templateversions/{templateversion}/rich-parameters',
    respond: { status: 503 },
  });
  const { page } = await openApp(driven().url, { path: start('yarrow'), token: token() });
  await page.getByText('Coder cannot be reached').waitFor();
  rule.remove();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByLabel('Branch', { exact: true }).waitFor();
});

it('the gateway busy: not before it says', async () => {
  const { page } = await openApp(driven().url, { path: '/', token: token() });
  const over = await refuse(page, 'StartWorkspace', { code: 'OVERLOADED', retryAfter: 2 }, 'Too much is under way.');
  await page.goto(`${driven().url}#${start('yarrow')}`);
  const again = page.getByRole('button', { name: /^Try again/ });
  await page.getByText('The gateway is busy').waitFor();
  expect(await again.isDisabled()).toBe(true);
  await over();
  await expect.poll(() => again.isEnabled(), { timeout: 10_000 }).toBe(true);
  await again.click();
  await page.getByLabel('Branch', { exact: true }).waitFor();
});

it('the gateway still busy: as long as it says then', async () => {
  const { page } = await openApp(driven().url, { path: '/', token: token() });
  const over = await refuse(page, 'StartWorkspace', { code: 'OVERLOADED', retryAfter: 1 }, 'Too much is under way.');
  await page.goto(`${driven().url}#${start('yarrow')}`);
  const again = page.getByRole('button', { name: /^Try again/ });
  await expect.poll(() => again.isEnabled()).toBe(true);
  await over();
  await refuse(page, 'StartWorkspace', { code: 'OVERLOADED', retryAfter: 300 }, 'More is under way.');
  await again.press('Enter');
  await page.getByText('More is under way.').waitFor();
  expect(await again.innerText()).toMatch(/^Try again in (300|2\d\d) s$/);
  // It was turned off by being pressed, and keeps the focus.
  expect(await again.evaluate((button) => button === document.activeElement)).toBe(true);
});

it('an answer that was lost: it may have been done', async () => {
  const { page } = await openApp(driven().url, { path: start('yarrow'), token: token() });
  await page.getByLabel('Branch', { exact: true }).waitFor();
  await refuse(
    page,
    'CreateBuild',
    { code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' },
    'Coder closed the connection.',
  );
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('It may have been done, or not').waitFor();
});

it('without a network nothing can be sent, and with it again all can', async () => {
  const { page, context } = await openApp(driven().url, { path: start('yarrow'), token: token() });
  await page.getByLabel('Branch', { exact: true }).waitFor();
  await context.setOffline(true);
  await page.getByText('You are offline.', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
  await context.setOffline(false);
  await expect.poll(() => page.getByRole('button', { name: 'Start', exact: true }).isEnabled()).toBe(true);
});

it('the gateway away: it may have been done, and the page finds by itself that it is back', async () => {
  const proxy = await cuttingProxy(driven().url, () => Number.POSITIVE_INFINITY);
  const { page } = await openApp(proxy.url, { path: start('yarrow'), token: token() });
  await page.getByLabel('Branch', { exact: true }).waitFor();
  proxy.lead(undefined);
  proxy.reset();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('It may have been done, or not').waitFor();
  const away = page.getByText('The gateway does not answer.');
  await away.waitFor();
  proxy.lead(driven().url);
  await away.waitFor({ state: 'detached' });
});

it('while the form is read it has the shape of a form', async () => {
  addFault(driven(), { route: '/templateversions/{templateversion}/rich-parameters', hang: true });
  const { page } = await openApp(driven().url, { path: start('yarrow'), token: token() });
  await page.getByText('Loading what the template asks for').waitFor();
});

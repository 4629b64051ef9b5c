import type { Page, Request } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { openApp, useDriven, useProgram } from './harness.ts';
import { looksGood } from './looks.ts';

useBrowser();
const driven = useDriven();
/** In front of the embedded Coder, but for whoever brings no token it acts as a member. */
const asMember = useProgram({ CODER_SESSION_TOKEN: 'OmarMembr3-demoSecret0123456789Om' });

const field = (page: Page) => page.getByRole('textbox', { name: 'Session token' });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('role'));

/** Opens the log of a build that runs, with a token that is revoked once the log has come. */
async function expiredLog(name: string) {
  const { coder, url } = driven();
  const { control } = coder;
  const build = control.createBuild(control.createWorkspace({ name }), {}, { hold: 'running' });
  control.appendLogs(build, 600);
  const token = control.addToken('mira');
  const { page } = await openApp(url, { path: `/builds/${build.id}`, token });
  const log = page.getByRole('log');
  await log.getByText('line 600', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Signed in as mira' }).waitFor();
  return { page, log, build, expire: () => control.revokeToken(token) };
}

it('again, since the token has expired: the log goes on where it was', async () => {
  const { coder } = driven();
  const { page, log, build, expire } = await expiredLog('expires');
  await page.getByRole('textbox', { name: 'Search the log' }).fill('line 30');
  await log.getByText('line 30', { exact: true }).waitFor();
  const asked: unknown[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { query, variables } = JSON.parse(String(payload)).payload ?? {};
      if (query?.includes('buildLogs')) asked.push(variables.after);
    }),
  );
  expire();
  const top = await log.evaluate(({ scrollTop }) => scrollTop);
  const failed = page.getByRole('alert').filter({ hasText: 'Sign in again' }).first();
  await failed.getByRole('button', { name: 'Use a session token' }).press('Enter');
  await field(page).fill(coder.control.addToken('mira'));
  await field(page).press('Enter');
  await failed.waitFor({ state: 'detached' });
  coder.control.appendLogs(build, ['since then']);
  await page.getByRole('button', { name: '1 new line', exact: true }).waitFor();
  expect(asked).toEqual([String(build.job.logs.at(-2)?.id)]);
  expect(await log.evaluate(({ scrollTop }) => scrollTop)).toBe(top);
  expect(await page.getByRole('textbox', { name: 'Search the log' }).inputValue()).toBe('line 30');
  await expect.poll(() => focused(page)).toBe('log');
  await page.getByRole('toolbar', { name: 'Log' }).getByText('601 lines', { exact: true }).waitFor();
});

it('again, from a list: its rows stay, and are live again', async () => {
  const { coder, url } = driven();
  const token = coder.control.addToken('mira');
  const { page } = await openApp(url, { path: '/?q=name:delta-docs', token });
  const row = page.getByRole('row', { name: /delta-docs/ });
  await row.getByText('Stopped').waitFor();
  await page.getByRole('button', { name: 'Signed in as mira' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  coder.control.revokeToken(token);
  coder.control.createBuild(coder.workspace('delta-docs'), {}, { hold: 'running' });
  const failed = page.getByRole('alert').filter({ hasText: 'Sign in again' });
  await failed.waitFor({ timeout: 40_000 });
  await row.waitFor();
  await failed.getByRole('button', { name: 'Use a session token' }).click();
  await field(page).fill(coder.control.addToken('mira'));
  await field(page).press('Enter');
  await row.getByText('Starting').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await failed.waitFor({ state: 'detached' });
});

it('as somebody else: nothing of the one before is left, and the focus is at the content', async () => {
  const { coder } = driven();
  const { page, expire } = await expiredLog('not-for-tara');
  expire();
  const failed = page.getByRole('alert').filter({ hasText: 'Sign in again' }).first();
  await failed.getByRole('button', { name: 'Use a session token' }).click();
  await field(page).fill(coder.user('omar').token);
  await field(page).press('Enter');
  await page.getByRole('button', { name: 'Signed in as omar' }).waitFor();
  await page.getByText('There is no such build').waitFor();
  expect(await page.getByText('line 600').count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
});

it('with a token that is not known: it is said at the field, and the token is not kept', async () => {
  const { coder, url } = driven();
  const { page } = await openApp(url, { token: coder.user('mira').token });
  const open = async () => {
    await page.getByRole('button', { name: 'Signed in as mira' }).click();
    await page.getByRole('menuitem', { name: 'Use a session token' }).click();
  };
  await open();
  await field(page).fill('not-a-token');
  await field(page).press('Enter');
  await page.getByText('Coder does not know this token').waitFor();
  expect(await field(page).getAttribute('aria-invalid')).toBe('true');
  await looksGood(page, 'token-unknown');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await field(page).waitFor({ state: 'detached' });
  await open();
  expect(await field(page).inputValue()).toBe('');
  await page.keyboard.press('Escape');
  const menu = page.getByRole('button', { name: 'Signed in as mira' });
  await expect.poll(() => menu.evaluate((button) => button === document.activeElement)).toBe(true);
  // Nothing has changed.
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
});

it('is left while the token is tried: nothing comes of it', async () => {
  const { coder, url } = driven();
  const { page } = await openApp(url, { token: coder.user('mira').token });
  await page.getByRole('button', { name: 'Signed in as mira' }).click();
  await page.getByRole('menuitem', { name: 'Use a session token' }).click();
  const { token } = coder.user('omar');
  const isTried = (request: Request) => request.headers()['coder-session-token'] === token;
  const held: (() => Promise<void>)[] = [];
  await page.route('**/graphql', (route) => {
    if (isTried(route.request())) held.push(() => route.continue());
    else void route.continue();
  });
  await field(page).fill(token);
  await field(page).press('Enter');
  await expect.poll(() => held.length).toBe(1);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const answer = page.waitForResponse((response) => isTried(response.request()));
  await held[0]?.();
  await (await answer).finished();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.getByRole('button', { name: 'Signed in as mira' }).waitFor();
  expect(await page.evaluate(() => Object.values(sessionStorage))).toEqual([coder.user('mira').token]);
});

it('is not needed where the gateway acts as somebody: the menu says as whom', async () => {
  const { page } = await openApp(asMember());
  await page.getByRole('button', { name: 'Signed in as omar' }).click();
  const chosen = page.getByRole('menuitemradio', { checked: true });
  await expect.poll(() => chosen.allInnerTexts()).toEqual([expect.stringContaining('omar')]);
});

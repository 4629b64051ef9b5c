import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { BuildRow } from '../../../src/embedded/state/rows.ts';
import { type FreshPage, useBrowser } from '../../../test/browser/fresh-page.ts';
import { cuttingProxy } from '../../../test/cutting-proxy.ts';
import { openApp, useDriven } from './harness.ts';
import { looksGood } from './looks.ts';

useBrowser();
const driven = useDriven();

/** The whole way of 100,000 lines, on a machine that is busy. */
const LOADED_MS = 60_000;

let workspaces = 0;

/** A build that runs until the test says otherwise. */
function runningBuild(): BuildRow {
  const { control } = driven().coder;
  workspaces += 1;
  return control.createBuild(control.createWorkspace({ name: `log-${workspaces}` }), {}, { hold: 'running' });
}

async function openLog(build: BuildRow, given: { url?: string; query?: string } = {}): Promise<FreshPage> {
  const { url = driven().url, query = '' } = given;
  const { token } = driven().coder.user('mira');
  const opened = await openApp(url, { path: `/builds/${build.id}${query}`, token });
  await opened.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return opened;
}

const log = (page: Page) => page.getByRole('log');
const line = (page: Page, text: string) => log(page).getByText(text, { exact: true });
const state = (page: Page, label: string) => page.locator('[data-state]', { hasText: label }).waitFor();
const counted = (page: Page, text: string, timeout = 30_000) =>
  page.getByRole('toolbar', { name: 'Log' }).getByText(text, { exact: true }).waitFor({ timeout });

/** Waits until a line is in view, and not only in the page. */
async function inView(page: Page, text: string): Promise<void> {
  await line(page, text).waitFor();
  await expect
    .poll(async () => {
      const [frame, box] = [await log(page).boundingBox(), await line(page, text).boundingBox()];
      return frame && box && box.y >= frame.y - 1 && box.y + box.height <= frame.y + frame.height + 1;
    })
    .toBe(true);
}

async function copied(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy the whole log' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

describe('a log of 100,000 lines', () => {
  /** Coder cuts a log at 1 MiB, so that each has ten bytes at most. */
  function longLog(): BuildRow {
    const build = runningBuild();
    const lines = Array.from({ length: 100_000 }, (_, index) => {
      const number = index + 1;
      const stage = `Stage ${Math.ceil(number / 20_000)}`;
      return { stage, output: `n${number}`, level: number % 10_000 === 0 ? 'error' : 'info' };
    });
    driven().coder.control.appendLogs(build, lines);
    return build;
  }

  it('is followed, searched, filtered and left at a line that one comes back to', async () => {
    const build = longLog();
    const { control } = driven().coder;
    const { page, complaints } = await openLog(build);
    await counted(page, '100,000 lines', LOADED_MS);
    await inView(page, 'n100000');
    expect(await page.locator('[data-line]').count(), 'only what is in view is in the page').toBeLessThan(150);

    // It is followed, until one scrolls up.
    control.appendLogs(build, ['tail 1']);
    await inView(page, 'tail 1');
    await log(page).hover();
    await page.mouse.wheel(0, -400);
    await page.getByRole('button', { name: 'Follow' }).first().waitFor();
    const top = await log(page).evaluate(({ scrollTop }) => scrollTop);
    control.appendLogs(build, ['tail 2', 'tail 3']);
    await page.getByRole('button', { name: '2 new lines' }).waitFor();
    expect(await log(page).evaluate(({ scrollTop }) => scrollTop)).toBe(top);
    await page.getByRole('button', { name: '2 new lines' }).click();
    await inView(page, 'tail 3');

    // Found in all lines, those included that are far out of view.
    const found = page.getByRole('status', { name: 'Lines found' });
    const search = page.getByRole('textbox', { name: 'Search the log' });
    await search.fill('N5000');
    await expect.poll(() => found.innerText()).toMatch(/of 11$/);
    await search.press('Enter');
    await expect.poll(() => found.innerText()).toMatch(/^\d+ of 11$/);
    const before = await found.innerText();
    await search.press('Shift+Enter');
    await expect.poll(() => found.innerText()).not.toBe(before);
    await page.getByRole('button', { name: 'Clear the search' }).press('Enter');
    expect(await search.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await search.inputValue()).toBe('');

    await page.getByRole('combobox', { name: 'Least level' }).selectOption('Errors only');
    await inView(page, 'n10000');
    expect(await page.locator('[data-line]').count()).toBe(10);
    await page.getByRole('combobox', { name: 'Least level' }).selectOption('All levels');
    await page.getByRole('combobox', { name: 'Go to a stage' }).selectOption('Stage 3');
    await inView(page, 'n40001');

    // A line has an address.
    await page.getByRole('link', { name: 'Line 40003', exact: true }).click();
    await page.getByRole('button', { name: 'Copy line' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('n40003');
    await page.getByRole('button', { name: 'Copy link' }).click();
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(clipboard).toMatch(/#\/builds\/.+\?line=\d+$/);
    const address = await clipboard();
    expect(page.url()).toBe(address);
    await page.reload();
    await line(page, 'n40003').waitFor({ timeout: LOADED_MS });
    await inView(page, 'n40003');
    await page.getByText('Line 40,003', { exact: true }).waitFor();

    driven().coder.control.succeed(build);
    await state(page, 'Complete');
    expect(complaints).toEqual([]);
  }, 180_000);

  it('is used by keys alone', async () => {
    const build = runningBuild();
    driven().coder.control.appendLogs(build, [
      ...Array.from({ length: 400 }, (_, index) => `plain ${index + 1}`),
      { output: 'it went wrong', level: 'error' },
      ...Array.from({ length: 400 }, (_, index) => `later ${index + 1}`),
    ]);
    const { page } = await openLog(build);
    await inView(page, 'later 400');
    await log(page).focus();
    await page.keyboard.press('e');
    await inView(page, 'it went wrong');
    await page.keyboard.press('ArrowUp');
    await page.getByText('Line 400', { exact: true }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('plain 39');
    await inView(page, 'plain 39');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await inView(page, 'later 400');
    // Buttons that are gone once they are pressed leave the focus in the log.
    const hasFocus = () => log(page).evaluate((element) => element === document.activeElement);
    await page.getByRole('button', { name: 'Choose no line' }).press('Enter');
    expect(await hasFocus()).toBe(true);
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await page.getByRole('button', { name: 'Follow', exact: true }).last().press('Enter');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await hasFocus()).toBe(true);
  });
});

describe('a network that is cut', () => {
  it('costs no line and brings none twice', async () => {
    const build = runningBuild();
    const { control } = driven().coder;
    const proxy = await cuttingProxy(driven().url, () => Number.POSITIVE_INFINITY);
    const said: string[] = [];
    const say = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => `said ${said.length + index + 1}`);
      said.push(...lines);
      control.appendLogs(build, lines);
    };
    say(500);
    const { page } = await openLog(build, { url: proxy.url });
    await counted(page, '500 lines');
    for (let round = 1; round <= 3; round++) {
      proxy.lead(undefined);
      proxy.reset();
      say(200);
      await state(page, 'Reconnecting');
      say(100);
      proxy.lead(driven().url);
      await counted(page, `${said.length.toLocaleString('en')} lines`);
      await state(page, 'Live');
    }
    control.succeed(build);
    await state(page, 'Complete');
    const text = await copied(page);
    expect(text.split('\n').filter((each) => each.startsWith('said '))).toEqual(said);
  });

  it('says why a log cannot go on, and keeps what has come', async () => {
    const build = runningBuild();
    const { coder, url } = driven();
    const token = coder.control.addToken('mira');
    const proxy = await cuttingProxy(url, () => Number.POSITIVE_INFINITY);
    coder.control.appendLogs(build, ['before']);
    const { page } = await openApp(proxy.url, { path: `/builds/${build.id}`, token });
    await line(page, 'before').waitFor();
    coder.control.revokeToken(token);
    proxy.reset();
    await state(page, 'Failed');
    await page.getByRole('alert').filter({ hasText: 'Sign in' }).first().waitFor();
    await line(page, 'before').waitFor();
  });
});

it('shows what a line holds as text, whatever that is', async () => {
  const build = runningBuild();
  const hostile = '<img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>';
  driven().coder.control.appendLogs(build, [
    hostile,
    '\u001b[1;31mred\u001b[0m \u001b]8;;javascript:alert(1)\u001b\\link',
  ]);
  const { page } = await openLog(build);
  await line(page, hostile).waitFor();
  expect(await page.title()).not.toContain('broken');
  const red = line(page, 'red');
  expect(await red.evaluate((element) => getComputedStyle(element).fontWeight)).toBe('700');
  expect(await log(page).locator('[href^="javascript"]').count()).toBe(0);
});

it('is downloaded as a file with times, without what colors it', async () => {
  const build = runningBuild();
  driven().coder.control.appendLogs(build, ['one', '\u001b[31mtwo\u001b[0m']);
  const { page } = await openLog(build);
  await line(page, 'two').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the log' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^build-log-\d+-1\.log$/);
  const lines = (await readFile(await download.path(), 'utf8')).split('\n');
  expect(lines.map((each) => each.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, ''))).toEqual([
    '[info] [Setting up] one',
    '[info] [Setting up] two',
    '',
  ]);
});

it('of a failed build opens at its error', async () => {
  const build = runningBuild();
  const { control } = driven().coder;
  control.appendLogs(build, [
    ...Array.from({ length: 300 }, (_, index) => `plain ${index + 1}`),
    { output: 'it went wrong', level: 'error' },
    ...Array.from({ length: 300 }, (_, index) => `later ${index + 1}`),
  ]);
  control.fail(build);
  const { page } = await openLog(build);
  await inView(page, 'it went wrong');
  await page.getByText('Line 301', { exact: true }).waitFor();
});

it('tells a screen reader in a sentence what came', async () => {
  const build = runningBuild();
  const { control } = driven().coder;
  control.appendLogs(
    build,
    Array.from({ length: 300 }, (_, index) => ({ stage: 'Planning', output: `line ${index}` })),
  );
  const { page } = await openLog(build);
  await page.getByRole('status').filter({ hasText: '300 new lines, stage Planning' }).waitFor();
  expect(await log(page).getAttribute('aria-live')).toBe('off');
  control.fail(build);
  await page.getByRole('status').filter({ hasText: 'The build is failed.' }).waitFor();
});

it('shows the log of an agent in the same way', async () => {
  const { coder } = driven();
  const build = coder.build('atlas-dev');
  const { page } = await openLog(build);
  await page.getByRole('button', { name: 'Agent main' }).click();
  const [agent] = coder.control.agents(build);
  if (!agent) throw new Error('no agent');
  await state(page, 'Live');
  coder.control.appendAgentLogs(agent, [{ output: 'one more', level: 'warn' }]);
  await line(page, 'one more').waitFor();
});

it('looks like something one wants to use', async () => {
  const { coder } = driven();
  const { page } = await openLog(coder.build('juniper'));
  await state(page, 'Complete');
  await looksGood(page, 'build-failed');
  await page.getByRole('textbox', { name: 'Search the log' }).fill('terraform');
  await page.getByRole('button', { name: 'Copy line' }).waitFor();
  await looksGood(page, 'build-log-searched');
});

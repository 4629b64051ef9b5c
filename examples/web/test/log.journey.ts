import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { BuildRow } from '../../../src/embedded/state/rows.ts';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { seriousFaults } from '../../../test/browser/serious-faults.ts';
import { openApp, useDriven } from './harness.ts';
import { counted, inView, line, log, openLog, runningBuild, state } from './log-page.ts';
import { looksGood } from './looks.ts';

useBrowser();
const driven = useDriven();

/** The whole way of 100,000 lines, on a machine that is busy. */
const LOADED_MS = 60_000;

describe('a log of 100,000 lines', () => {
  /** Coder cuts a log at 1 MiB, so that each has ten bytes at most. */
  function longLog(): BuildRow {
    const build = runningBuild(driven());
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
    const { page, complaints } = await openLog(driven(), build);
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
    const build = runningBuild(driven());
    driven().coder.control.appendLogs(build, [
      ...Array.from({ length: 400 }, (_, index) => `plain ${index + 1}`),
      { output: 'it went wrong', level: 'error' },
      ...Array.from({ length: 400 }, (_, index) => `later ${index + 1}`),
    ]);
    const { page } = await openLog(driven(), build);
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

it('shows what a line holds as text, whatever that is', async () => {
  const build = runningBuild(driven());
  const hostile = '<img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>';
  driven().coder.control.appendLogs(build, [
    hostile,
    '\u001b[1;31mred\u001b[0m \u001b]8;;javascript:alert(1)\u001b\\link',
    '\u001b[38;5;16mblack\u001b[0m \u001b[38;5;231mwhite\u001b[0m \u001b[38;5;208morange\u001b[0m',
    '\u001b[7minverse\u001b[0m \u001b[30;47mblack on white\u001b[0m',
  ]);
  const { page } = await openLog(driven(), build);
  await line(page, hostile).waitFor();
  expect(await page.title()).not.toContain('broken');
  const red = line(page, 'red');
  expect(await red.evaluate((element) => getComputedStyle(element).fontWeight)).toBe('700');
  expect(await log(page).locator('[href^="javascript"]').count()).toBe(0);
  // Each color can be read.
  await line(page, 'inverse').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Buttons fade from one scheme to the other.
    await page.evaluate(() => {
      const fades = document.getAnimations().filter((each) => each instanceof CSSTransition);
      return Promise.all(fades.map(({ finished }) => finished));
    });
    expect(await seriousFaults(page), colorScheme).toEqual([]);
  }
});

it('is downloaded as a file with times, without what colors it', async () => {
  const build = runningBuild(driven());
  driven().coder.control.appendLogs(build, ['one', '\u001b[31mtwo\u001b[0m']);
  const { page } = await openLog(driven(), build);
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
  const build = runningBuild(driven());
  const { control } = driven().coder;
  control.appendLogs(build, [
    ...Array.from({ length: 300 }, (_, index) => `plain ${index + 1}`),
    { output: 'it went wrong', level: 'error' },
    ...Array.from({ length: 300 }, (_, index) => `later ${index + 1}`),
  ]);
  control.fail(build);
  const { page } = await openLog(driven(), build);
  await inView(page, 'it went wrong');
  await page.getByText('Line 301', { exact: true }).waitFor();
});

it('of a failed build stays where the reader has gone before its end has come', async () => {
  const build = runningBuild(driven());
  const { control } = driven().coder;
  control.appendLogs(build, [
    ...Array.from({ length: 300 }, (_, index) => `plain ${index + 1}`),
    { output: 'it went wrong', level: 'error' },
  ]);
  control.fail(build);
  const held: (() => void)[] = [];
  const { page } = await openApp(driven().url, { path: '/', token: driven().coder.user('mira').token });
  await page.routeWebSocket(/graphql/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      // What comes behind the end is held too: without it, the feed would be taken for one that was cut.
      if (held.length > 0 || String(message).includes('BuildLogEnd')) held.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  await page.goto(`${driven().url}#/builds/${build.id}`);
  await line(page, 'plain 1').waitFor();
  await log(page).hover();
  await page.mouse.wheel(0, 300);
  await expect.poll(() => log(page).evaluate(({ scrollTop }) => scrollTop)).toBe(300);
  await expect.poll(() => held.length).toBeGreaterThan(0);
  for (const send of held.splice(0)) send();
  await state(page, 'Complete');
  expect(await log(page).evaluate(({ scrollTop }) => scrollTop)).toBe(300);
  expect(await page.getByText('Line 301', { exact: true }).count()).toBe(0);
});

it('tells a screen reader in a sentence what came', async () => {
  const build = runningBuild(driven());
  const { control } = driven().coder;
  control.appendLogs(
    build,
    Array.from({ length: 300 }, (_, index) => ({ stage: 'Planning', output: `line ${index}` })),
  );
  const { page } = await openLog(driven(), build);
  await page.getByRole('status').filter({ hasText: '300 new lines, stage Planning' }).waitFor();
  expect(await log(page).getAttribute('aria-live')).toBe('off');
  control.fail(build);
  await page.getByRole('status').filter({ hasText: 'Build: failed.' }).waitFor();
  const started = runningBuild(driven());
  control.succeed(started);
  const { page: other } = await openLog(driven(), started);
  await other.getByRole('status').filter({ hasText: 'Build: started.' }).waitFor();
});

it('shows the log of an agent in the same way', async () => {
  const { coder } = driven();
  const build = coder.build('atlas-dev');
  const { page } = await openLog(driven(), build);
  await page.getByRole('button', { name: 'Agent main' }).click();
  const [agent] = coder.control.agents(build);
  if (!agent) throw new Error('no agent');
  await state(page, 'Live');
  coder.control.appendAgentLogs(agent, [{ output: 'one more', level: 'warn' }]);
  await line(page, 'one more').waitFor();
});

it('looks like something one wants to use', async () => {
  const { coder } = driven();
  const { page } = await openLog(driven(), coder.build('juniper'));
  await state(page, 'Complete');
  await looksGood(page, 'build-failed');
  await page.getByRole('textbox', { name: 'Search the log' }).fill('terraform');
  await page.getByRole('button', { name: 'Copy line' }).waitFor();
  await looksGood(page, 'build-log-searched');
});

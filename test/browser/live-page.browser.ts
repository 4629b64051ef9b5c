import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Running, start } from '../../src/cli/start.ts';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { defaultSettings } from '../default-settings.ts';
import { freshPage, useBrowser } from './fresh-page.ts';
import { silent } from './graphiql-page.ts';

useBrowser();

let folder = '';
let coder: TestCoder;
let running: Running;

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** The recipe of `docs/frontend.md` as a team would have it: built, and served by the gateway. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-page-'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>Live</title><link rel="icon" href="data:," /><script type="module" src="./page.ts"></script>',
  );
  coder = await startTestCoder();
  const { token } = coder.user('mira');
  const recipe = JSON.stringify(path('examples/recipes/live-page.ts'));
  await writeFile(
    join(folder, 'page.ts'),
    `import { show } from ${recipe};
const leave = show(document.body, new URL('../graphql', location.href).href, ${JSON.stringify(token)});
Object.assign(window, { leave });`,
  );
  const alias = { 'coder-graphql/client': path('src/client/index.ts') };
  await build({ root: folder, base: './', configFile: false, logLevel: 'silent', resolve: { alias } });
  const settings = defaultSettings({ port: 0, appDir: join(folder, 'dist'), coderUrl: new URL(coder.url) });
  running = await start({ settings, log: silent });
});

afterAll(async () => {
  await running?.close();
  await coder?.close();
  await rm(folder, { recursive: true, force: true });
});

it('the live page of the documentation shows a list and a log as they change', async () => {
  const workspace = coder.control.createWorkspace({ name: 'live' });
  const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
  coder.control.appendLogs(build, ['before']);
  const { page, complaints } = await freshPage();
  await page.goto(`${running.gateway.url}/app/`);
  await page.getByRole('button', { name: 'live: STARTING' }).click();
  await page.getByText('before').waitFor();
  coder.control.appendLogs(build, ['after']);
  await page.getByText('after').waitFor();
  coder.control.succeed(build);
  await page.getByRole('button', { name: 'live: RUNNING' }).waitFor({ timeout: 30_000 });
  const log = page.locator('pre');
  await expect.poll(() => log.textContent()).toMatch(/RUNNING\n$/);
  // The other log takes the place of this one.
  await page.getByRole('button', { name: /^borealis/ }).click();
  await expect.poll(() => log.textContent()).toContain('Terraform');
  expect(await log.textContent()).not.toContain('before');
  await page.evaluate('leave()');
  expect(complaints).toEqual([]);
});

it('the live page of the documentation says nothing of a log that it left', async () => {
  const [first, second] = ['first', 'second'].map((name) => {
    const build = coder.control.createBuild(coder.control.createWorkspace({ name }), {}, { hold: 'running' });
    coder.control.appendLogs(build, [`of the ${name}`]);
    return build;
  });
  const { page, complaints } = await freshPage();
  await page.goto(`${running.gateway.url}/app/`);
  const log = page.locator('pre');
  const followed = async (name: string) => {
    await page.getByRole('button', { name: `${name}: STARTING` }).click();
    await log.getByText(`of the ${name}`).waitFor();
  };
  await followed('first');
  await followed('second');
  await page.evaluate('leave()');
  expect((await log.textContent())?.trim()).toMatch(/of the second$/);
  expect(await log.textContent()).not.toMatch(/of the first|abort/);
  expect(complaints).toEqual([]);
  for (const build of [first, second]) if (build) coder.control.succeed(build);
});

it('the live page of the documentation says why it cannot go on', async () => {
  coder.control.revokeToken(coder.user('mira').token);
  const { page } = await freshPage();
  await page.goto(`${running.gateway.url}/app/`);
  await page.locator('pre', { hasText: 'sign in again' }).waitFor();
});

import { describe, expect, it } from 'vitest';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { cuttingProxy } from '../../../test/cutting-proxy.ts';
import { openApp, useDriven } from './harness.ts';
import { copied, counted, line, openLog, runningBuild, state } from './log-page.ts';

useBrowser();
const driven = useDriven();

describe('a network that is cut', () => {
  it('costs no line and brings none twice', async () => {
    const build = runningBuild(driven());
    const { control } = driven().coder;
    const proxy = await cuttingProxy(driven().url, () => Number.POSITIVE_INFINITY);
    const said: string[] = [];
    const say = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => `said ${said.length + index + 1}`);
      said.push(...lines);
      control.appendLogs(build, lines);
    };
    say(500);
    const { page } = await openLog(driven(), build, proxy.url);
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
    const build = runningBuild(driven());
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

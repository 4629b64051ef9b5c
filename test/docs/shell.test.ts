import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startWorld } from '../e2e/support.ts';
import { blocksOf } from './blocks.ts';

const HERE = 'http://127.0.0.1:4000/graphql';

/** `npm test` needs nothing beyond npm packages; CI has curl. */
const hasCurl = spawnSync('curl', ['--version']).status === 0;

it.runIf(hasCurl)(
  'runs the curl commands of README and of the log feed as they stand, in order, twice',
  async () => {
    const { embedded, url } = await startWorld({ embedded: { speed: 20 } });
    const { token } = embedded.user('mira');
    const build = embedded.build('atlas-dev').id;
    // The fallback of the demo: README's first commands bring no token.
    const withToken = `curl() { command curl -H "Coder-Session-Token: ${token}" "$@"; }\n`;
    const run = async (text: string): Promise<string> => {
      const script = (text.includes('$TOKEN') ? '' : withToken) + text.replaceAll(HERE, url);
      const env = { PATH: process.env.PATH, TOKEN: token, BUILD: build };
      return (await promisify(execFile)('bash', ['-c', script], { env, timeout: 15_000 })).stdout;
    };
    const commands = ['README.md', 'docs/log-feed.md'].flatMap((page) =>
      blocksOf(page).filter(({ language, text }) => language === 'sh' && text.includes('curl')),
    );
    expect(commands.length).toBeGreaterThanOrEqual(5);
    const [first] = blocksOf('README.md').filter(({ language }) => language === 'json');
    for (const round of [1, 2]) {
      for (const [index, { text, page, line }] of commands.entries()) {
        const output = await run(text);
        expect(output, `${page}:${line}, round ${round}`).not.toContain('"errors"');
        expect(output, `${page}:${line}`).toContain('"data"');
        if (index === 0) expect(JSON.parse(output)).toEqual(JSON.parse(first?.text ?? ''));
      }
    }
    // A paste while a build is under way: Coder's refusal is printed.
    const feed = commands.find(({ text }) => text.includes('createBuild'))?.text ?? '';
    embedded.control.createBuild(embedded.workspace('gull'), {}, { hold: 'running' });
    expect(await run(feed)).toContain('A workspace build is already active.');
  },
  60_000,
);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type Running, start } from '../../../src/cli/start.ts';
import type { Fault, FaultRule } from '../../../src/embedded/testing/faults.ts';
import { startTestCoder, type TestCoder } from '../../../src/embedded/testing/test-coder.ts';
import { type FreshPage, freshPage, type Look } from '../../../test/browser/fresh-page.ts';
import { defaultSettings } from '../../../test/default-settings.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const appDir = fileURLToPath(new URL('../dist', import.meta.url));

/** The built program with its demo Coder, as `npm run example` starts it, for the journeys of this file. */
export function useProgram(settings: NodeJS.ProcessEnv = {}): () => string {
  let url = '';
  let stop = async () => {};
  beforeAll(async () => {
    const env = { ...process.env, PORT: '0', CODER_URL: '', LOG_LEVEL: 'silent', ...settings };
    const program = spawn(process.execPath, ['dist/main.js', '--gateway-app-dir', appDir], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    stop = async () => {
      const over = once(program, 'exit');
      program.kill('SIGTERM');
      await over;
    };
    for await (const line of createInterface({ input: program.stdout })) {
      url = /^ +App +(\S+)$/.exec(line)?.[1] ?? '';
      if (url !== '') break;
    }
    program.stdout.resume();
  });
  afterAll(() => stop());
  return () => url;
}

/** A gateway in this process over an embedded Coder that the test drives: its rows, its faults, its log. */
export interface Driven {
  coder: TestCoder;
  /** Of the page. */
  url: string;
}

export function useDriven(): () => Driven {
  let driven: Driven;
  let running: Running;
  beforeAll(async () => {
    const coder = await startTestCoder();
    const settings = defaultSettings({ port: 0, appDir, coderUrl: new URL(coder.url) });
    running = await start({ settings, log: pino({ level: 'silent' }) });
    driven = { coder, url: `${running.gateway.url}/app/` };
  });
  afterAll(async () => {
    await running?.close();
    await driven?.coder.close();
  });
  return () => driven;
}

/** A fault of Coder, which goes with the test at the latest: the next one must not meet it, even when this one fails. */
export function addFault({ coder }: Driven, rule: FaultRule): Fault {
  const fault = coder.faults.add(rule);
  onTestFinished(() => fault.remove());
  return fault;
}

interface Opening extends Look {
  /** Behind the `#`. */
  path?: string;
  /** Session token to act with; without one the page acts as the demo's owner. */
  token?: string | undefined;
}

/** Opens the page on a fresh profile. */
export async function openApp(url: string, opening: Opening = {}): Promise<FreshPage> {
  const { path = '/', token, ...look } = opening;
  const opened = await freshPage(look);
  const { page } = opened;
  if (token !== undefined) {
    const { deployment } = (await (await fetch(`${url}config.json`)).json()) as { deployment: string };
    const entry: [string, string] = [`coder-graphql:${deployment}:token`, token];
    await page.addInitScript(([key, value]) => {
      // A document without an origin, such as an empty one between two pages, has no storage.
      if (window.origin !== 'null') sessionStorage.setItem(key, value);
    }, entry);
  }
  await page.goto(`${url}#${path}`);
  return opened;
}

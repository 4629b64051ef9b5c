import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type Running, start } from '../../../src/cli/start.ts';
import { defaultSettings } from '../../../src/config.ts';
import type { Fault, FaultRule } from '../../../src/embedded/testing/faults.ts';
import { startTestCoder, type TestCoder } from '../../../src/embedded/testing/test-coder.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const appDir = fileURLToPath(new URL('../dist', import.meta.url));

let browser: Browser;

/** A browser for the journeys of this file, which reaches nothing but this machine. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
    });
  });
  afterAll(() => browser?.close());
}

/** The built program with its demo Coder, as `npm run example` starts it, for the journeys of this file. */
export function useProgram(): () => string {
  let url = '';
  let stop = async () => {};
  beforeAll(async () => {
    const env = { ...process.env, PORT: '0', CODER_URL: '', LOG_LEVEL: 'silent' };
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
  running: Running;
  /** Of the page. */
  url: string;
}

export function useDriven(): () => Driven {
  let driven: Driven;
  beforeAll(async () => {
    const coder = await startTestCoder();
    const settings = defaultSettings({ port: 0, appDir, coderUrl: new URL(coder.url) });
    const running = await start({ settings, log: pino({ level: 'silent' }) });
    driven = { coder, running, url: `${running.gateway.url}/app/` };
  });
  afterAll(async () => {
    await driven?.running.close();
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

/** A page, and what is to be known of it at the end. */
export interface Opened {
  page: Page;
  context: BrowserContext;
  /** What the console and failures of the page say. */
  complaints: string[];
  /** All addresses that it asked. */
  requested: string[];
}

export interface Look {
  /** Behind the `#`. */
  path?: string;
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
  /** Session token to act with; without one the page acts as the demo's owner. */
  token?: string | undefined;
}

/** Opens the page on a fresh profile. */
export async function openApp(url: string, look: Look = {}): Promise<Opened> {
  const { path = '/', width = 1440, height = 900, scheme = 'light', token } = look;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const opened: Opened = { page, context, complaints: [], requested: [] };
  page.on('console', (message) => message.type() === 'error' && opened.complaints.push(message.text()));
  page.on('pageerror', (error) => opened.complaints.push(error.message));
  page.on('request', (request) => opened.requested.push(request.url()));
  page.on('websocket', (socket) => opened.requested.push(socket.url()));
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

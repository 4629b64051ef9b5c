import { pino } from 'pino';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type Running, start } from '../../src/cli/start.ts';
import { defaultSettings, type Settings } from '../../src/config.ts';

let browser: Browser;

/** A browser for the tests of this file, which reaches nothing but this machine. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
    });
  });
  afterAll(() => browser?.close());
}

/** The gateway for the tests of this file. */
export function useGateway(settings: Partial<Settings> = {}): () => Running {
  let running: Running;
  beforeAll(async () => {
    running = await start({ settings: defaultSettings({ port: 0, graphiql: true, ...settings }), log: silent });
  });
  afterAll(() => running?.close());
  return () => running;
}

export const silent = pino({ level: 'silent' });

/** A page, and what is to be known of it at the end. */
export interface Opened {
  page: Page;
  context: BrowserContext;
  /** What the console and failures of the page say. */
  complaints: string[];
  /** All addresses that it asked. */
  requested: string[];
  /** What it sent as `connection_init` on its WebSockets. */
  inits: { payload?: Record<string, unknown> }[];
}

export interface Look {
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
}

/** Opens GraphiQL on a fresh profile, ready to be typed into. */
export async function openPage(
  url: string,
  { width = 1440, height = 900, scheme = 'light' }: Look = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const opened: Opened = { page, context, complaints: [], requested: [], inits: [] };
  page.on('console', (message) => message.type() === 'error' && opened.complaints.push(message.text()));
  page.on('pageerror', (error) => opened.complaints.push(error.message));
  page.on('request', (request) => opened.requested.push(request.url()));
  page.on('websocket', (socket) => {
    opened.requested.push(socket.url());
    socket.on('framesent', ({ payload }) => {
      const message = JSON.parse(String(payload));
      if (message.type === 'connection_init') opened.inits.push(message);
    });
  });
  await page.goto(url);
  await ready(page);
  return opened;
}

/** Resolves when one can type. */
export async function ready(page: Page): Promise<void> {
  await page.waitForSelector('.document .view-line');
}

/** Chooses a tab and executes what is in it, each with one click. */
export async function runTab(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await execute(page);
}

export async function execute(page: Page): Promise<void> {
  await page.click('.graphiql-execute-button');
}

/** What the response editor shows, without what a person does not see as space. */
export async function response(page: Page): Promise<string> {
  const text = await page.locator('.result-window .view-lines').innerText();
  return text.replaceAll('\u00a0', ' ');
}

/** Waits until the response shows this. */
export async function shows(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('.result-window .view-lines').filter({ hasText: text }).waitFor();
}

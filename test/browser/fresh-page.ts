import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

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

/** A page, and what is to be known of it at the end. */
export interface FreshPage {
  page: Page;
  context: BrowserContext;
  /** What the console and failures of the page say. */
  complaints: string[];
  /** All addresses that it asked. */
  requested: string[];
}

export interface Look {
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
}

/** A page on a profile of its own, before it has gone anywhere. */
export async function freshPage({ width = 1440, height = 900, scheme = 'light' }: Look = {}): Promise<FreshPage> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  const requested: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requested.push(request.url()));
  page.on('websocket', (socket) => requested.push(socket.url()));
  return { page, context, complaints, requested };
}

import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Running, start } from '../../src/cli/start.ts';
import type { Settings } from '../../src/config.ts';
import { defaultSettings } from '../default-settings.ts';
import { type FreshPage, freshPage, type Look } from './fresh-page.ts';

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

export interface Opened extends FreshPage {
  /** What it sent as `connection_init` on its WebSockets. */
  inits: { payload?: Record<string, unknown> }[];
}

/** Opens GraphiQL on a fresh profile, ready to be typed into. */
export async function openPage(url: string, look?: Look): Promise<Opened> {
  const opened: Opened = { ...(await freshPage(look)), inits: [] };
  const { page } = opened;
  page.on('websocket', (socket) => {
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

/** The address of a document. */
export function linkTo(url: string, query: string, variables?: object): string {
  const parameters = new URLSearchParams({ query, ...(variables && { variables: JSON.stringify(variables) }) });
  return `${url}/graphql#${parameters}`;
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

/** The variables of a tab, which is then in front. */
export async function variablesOf(page: Page, tab: string): Promise<Record<string, unknown>> {
  await page.locator('.tab-strip .tab', { hasText: new RegExp(`${tab}$`) }).click();
  await page.locator('.tab-strip .active', { hasText: tab }).waitFor();
  await page.waitForFunction(
    (name) => document.querySelector('.document .view-lines')?.textContent?.includes(name),
    tab,
  );
  return JSON.parse((await page.locator('.values .view-lines').first().innerText()).replaceAll('\u00a0', ' '));
}

/** Opens GraphiQL, and holds back its editors until it is told to load them. */
export async function openSlowly(url: string): Promise<Opened & { load: () => Promise<void> }> {
  const opened = { ...(await freshPage()), inits: [] };
  const { page } = opened;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/monaco-editor-[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(url);
  return {
    ...opened,
    load: async () => {
      release();
      await ready(page);
    },
  };
}

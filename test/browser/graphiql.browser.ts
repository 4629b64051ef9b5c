import { pino } from 'pino';
import { type Browser, chromium, type Page, type Response } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, start } from '../../src/cli/start.ts';
import { defaultSettings } from '../../src/config.ts';
import { graphiqlTabs } from '../../src/server/graphiql-tabs.ts';

let running: Running;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const requested: string[] = [];

beforeAll(async () => {
  const log = pino({ level: 'silent' });
  running = await start({ settings: defaultSettings({ port: 0, graphiql: true }), log });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requested.push(request.url()));
  page.on('websocket', (socket) => requested.push(socket.url()));
  await page.goto(running.gateway.url);
  await page.waitForSelector('.graphiql-tab');
});

afterAll(async () => {
  await browser?.close();
  await running?.close();
});

const operations = graphiqlTabs().map(({ query }) => {
  const [, kind = '', name = ''] = /^(query|mutation|subscription) (\w+)/m.exec(query) ?? [];
  return { kind, name };
});

test('GraphiQL opens with the tabs of the product', async () => {
  const titles = await page.$$eval('.graphiql-tab-button', (buttons) => buttons.map(({ textContent }) => textContent));
  expect(titles).toEqual(operations.map(({ name }) => name));
});

/** What the page gets for one operation, over HTTP or, for a subscription, over its WebSocket. */
function answerOf(name: string, kind: string): Promise<{ data?: unknown; errors?: unknown }> {
  if (kind !== 'subscription') {
    const isAnswer = (response: Response) => response.request().postDataJSON()?.operationName === name;
    return page.waitForResponse(isAnswer).then((response) => response.json());
  }
  return new Promise((resolve) => {
    page.once('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        const message = JSON.parse(String(payload));
        if (message.type === 'next') resolve(message.payload);
        if (message.type === 'error') resolve({ errors: message.payload });
      });
    });
  });
}

test.each(operations)('the tab $name answers without errors', async ({ name, kind }) => {
  // Tabs slide into place at first: a click by coordinates would miss them.
  await page.locator(`.graphiql-tab-button[title="${name}"]`).dispatchEvent('click');
  await page.waitForSelector(`.graphiql-tab-active [title="${name}"]`);
  const answered = answerOf(name, kind);
  // GraphiQL takes a moment to see that the operation to run is another one, and refuses to guess until then.
  const refused = page.locator('.result-window', { hasText: 'Cannot infer operation' });
  do await page.click('.graphiql-execute-button');
  while (await Promise.race([answered.then(() => false), refused.waitFor().then(() => true)]));
  const { data, errors } = await answered;
  expect(errors).toBeUndefined();
  expect(data).toBeTruthy();
  if (kind === 'subscription') await page.click('.graphiql-execute-button');
});

test('the page asks nobody but the gateway, and complains of nothing', () => {
  const { host } = new URL(running.gateway.url);
  const foreign = requested.filter((url) => !/^(blob|data):/.test(url) && new URL(url).host !== host);
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
});

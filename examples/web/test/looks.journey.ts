import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowser } from '../../../test/browser/fresh-page.ts';
import { addFault, openApp, useDriven, useProgram } from './harness.ts';
import { looksGood } from './looks.ts';

useBrowser();
const program = useProgram();
const driven = useDriven();

it('looks good as a list', async () => {
  const { page } = await openApp(program());
  await page.getByRole('link', { name: 'atlas-dev' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^All \d+/ }).waitFor();
  await looksGood(page, 'workspaces');
});

it('looks good as a workspace', async () => {
  const { page } = await openApp(program());
  await page.getByRole('link', { name: 'atlas-dev' }).click();
  await page.getByText('Delete', { exact: true }).first().waitFor();
  await page.getByRole('row', { name: /Start #61/ }).waitFor();
  await looksGood(page, 'workspace');
  await page.getByRole('button', { name: 'Status' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Failed' }).waitFor();
  await looksGood(page, 'workspace-filter');
});

it('looks good with names that are as long as Coder allows, and cannot be broken', async () => {
  const { coder, url } = driven();
  const { control } = coder;
  const template = control.template('lab');
  template.displayName = 'w'.repeat(64);
  const workspace = control.createWorkspace({ name: `a${'w'.repeat(31)}`, template: 'lab' });
  const build = control.createFinishedBuild(workspace);
  for (const agent of control.agents(build))
    control.changeAgent(agent, { name: 'w'.repeat(64), version: `v2.34.0-${'w'.repeat(40)}` });
  const { page } = await openApp(url, { width: 1024, token: coder.user('mira').token });
  await page.getByRole('link', { name: workspace.name }).waitFor();
  expect(await page.getByRole('columnheader', { name: 'Template' }).boundingBox()).toSatisfy(isWithin(page));
  await looksGood(page, 'long-names-list');
  await page.goto(`${url}#/workspaces/${workspace.id}`);
  await page.getByRole('row', { name: /Start #1/ }).waitFor();
  await looksGood(page, 'long-names-workspace');
  await page.goto(`${url}#/builds/${build.id}`);
  await page.getByRole('article', { name: /^Agent w/ }).waitFor();
  await looksGood(page, 'long-names-build');
  await page.goto(`${url}#/workspaces/${workspace.id}/start`);
  await page.getByRole('button', { name: 'Restart' }).waitFor();
  await looksGood(page, 'long-names-start');
});

/** Tables cut what is wider than they are, so that the page is no wider for it. */
function isWithin(page: Page) {
  return (box: { x: number; width: number } | null) =>
    box !== null && box.x + box.width <= (page.viewportSize()?.width ?? 0);
}

it('looks good when there is nothing to show', async () => {
  const { page } = await openApp(program(), { path: '/?q=name:no-such-workspace' });
  await page.getByText('No workspace matches').waitFor();
  await looksGood(page, 'empty');
});

it('looks good when something is wrong', async () => {
  const { coder, url } = driven();
  addFault(driven(), { route: '/workspaces', respond: { status: 503 } });
  const { page } = await openApp(url, { token: coder.user('mira').token });
  await page.getByText('Coder cannot be reached').waitFor();
  await looksGood(page, 'failure');
});

it('looks good when it asks for a token', async () => {
  const { page } = await openApp(driven().url);
  await page.getByRole('button', { name: 'Use a session token' }).click();
  await page.getByRole('textbox', { name: 'Session token' }).waitFor();
  await looksGood(page, 'token');
});

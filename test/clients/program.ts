import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { startProgram } from '../e2e/program.ts';
import { runningBuild } from '../e2e/support.ts';
import type { Wire } from '../support.ts';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Given {
  embedded: TestCoder;
  /** Of the built program's GraphQL endpoint. */
  url: string;
  /** Mira's. */
  token: string;
}

/** The built program in front of an embedded Coder that the test drives. */
export async function given(): Promise<Given> {
  vi.stubGlobal('WebSocket', WebSocket);
  onTestFinished(() => void vi.unstubAllGlobals());
  const embedded = await startTestCoder({ rateLimit: -1 });
  onTestFinished(() => embedded.close());
  const { url } = await startProgram(embedded.url);
  return { embedded, url, token: embedded.user('mira').token };
}

/** What a file of `examples/recipes` exports. */
export const recipe = (name: string): Promise<Wire> =>
  import(new URL(`../../examples/recipes/${name}.${name === 'react-log' ? 'tsx' : 'ts'}`, import.meta.url).href);

/** A build whose log has three lines and is over. */
export function endedBuild({ embedded }: Given): { id: string; workspaceId: string } {
  const build = runningBuild(embedded);
  embedded.control.appendLogs(build, 3);
  embedded.control.succeed(build);
  return build;
}

/** A folder among the recipes, which finds their packages and this one; removed with the test. */
export async function projectFolder(): Promise<string> {
  const output = join(root, 'examples/recipes/output');
  await mkdir(output, { recursive: true });
  const folder = await mkdtemp(join(output, 'project-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'node_modules'));
  await symlink(root, join(folder, 'node_modules/coder-graphql'));
  return folder;
}

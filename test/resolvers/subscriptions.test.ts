import { expect, it } from 'vitest';
import type { RequestContext } from '../../src/resolvers/context.ts';
import { finalBuild } from '../../src/resolvers/subscriptions.ts';

/** A context whose builds are read as these, one read after the other. */
function reading(...reads: ({ job: { status: string } } | null)[]) {
  let at = 0;
  let forgotten = true;
  const loaders = {
    builds: {
      byId: async () => {
        if (!forgotten) throw new Error('the first read would be given again');
        forgotten = false;
        const data = reads[at++];
        return data && { data };
      },
    },
    clear: () => {
      forgotten = true;
    },
  };
  return { context: { loaders } as unknown as RequestContext, count: () => at };
}

const running = { job: { status: 'running' } };
const failed = { job: { status: 'failed' } };
const end = { buildId: 'b', lastId: 7 };

it('ends a feed with the build as it was read, when that is finished', async () => {
  const { context, count } = reading(failed);
  expect(await finalBuild(end, context)).toEqual({ data: failed });
  expect(count()).toBe(1);
});

it('reads the build once more when the first read was under way before its job had finished', async () => {
  const { context, count } = reading(running, failed);
  expect(await finalBuild(end, context)).toEqual({ data: failed });
  expect(count()).toBe(2);
});

it('says where to resume when the build is hidden by now', async () => {
  const { context } = reading(null);
  await expect(finalBuild(end, context)).rejects.toMatchObject({
    extensions: { code: 'NOT_FOUND', lastId: '7' },
  });
});

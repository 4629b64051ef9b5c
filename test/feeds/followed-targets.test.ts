import { expect, it } from 'vitest';
import { connect, follow, runningBuild, startWorld, subscribe, until, untilAllIsQuiet } from '../e2e/support.ts';

it('should bound what one token follows, and count each target once', async () => {
  const world = await startWorld({ settings: { maxIdentityFeeds: 2 } });
  const { embedded, url } = world;
  const [one, two, three] = [runningBuild(embedded), runningBuild(embedded), runningBuild(embedded)];
  const client = connect(url, embedded.user('mira').token);
  for (const build of [one, two]) embedded.control.appendLogs(build, 1);
  const readers = [follow(client, one), follow(client, two), follow(client, two)];
  await until('all read', () => readers.every(({ lines }) => lines.length > 0));
  const refused = follow(client, three);
  await refused.finished;
  expect(refused.errors).toMatchObject([
    {
      message:
        '2 builds, agents, workspaces and lists are followed with this token already (GATEWAY_MAX_IDENTITY_FEEDS).',
      extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
    },
  ]);
  const updates = subscribe(client, 'subscription($id: ID!) { buildUpdated(buildId: $id) { status } }', { id: one.id });
  await updates.finished;
  expect(updates.errors).toMatchObject([{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }]);
  readers[0]?.stop();
  await until('the first is left', () => world.feeds.stats().logReaders === 2);
  const now = follow(client, three);
  embedded.control.appendLogs(three, 1);
  await until('the place is free', () => now.lines.length > 0);
  for (const reader of [...readers, now]) reader.stop();
  await untilAllIsQuiet(world);
});

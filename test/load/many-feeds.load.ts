import { expect, it } from 'vitest';
import { connect, follow, runningBuild, startWorld, until } from '../e2e/support.ts';

const logs = '/workspacebuilds/{workspacebuild}/logs';

it('should bring 500 feeds on 500 builds back without a storm of handshakes', async () => {
  const dials = 12;
  const { embedded, url } = await startWorld({
    settings: { maxIdentityFeeds: 500 },
    feeds: { dials, quietBeforeStatusCheckMs: 2_000, quietBeforeStatusCheckMaxMs: 5_000 },
  });
  const builds = Array.from({ length: 500 }, () => runningBuild(embedded));
  const clients = Array.from({ length: 10 }, () => connect(url, embedded.user('mira').token));
  const feeds = builds.map((build, index) => follow(clients[index % 10] as (typeof clients)[0], build));
  await until('all sockets', () => embedded.sockets()['build-logs'] === 500, 30_000);
  let most = 0;
  embedded.clearRequests();
  embedded.faults.add({
    route: logs,
    // Each handshake takes a moment, so that those that are under way together are seen to be.
    latency: 5,
    when: ({ upgrade }) => {
      if (upgrade) {
        const underWay = embedded.requests.filter((request) => request.upgrade && request.status === 0);
        most = Math.max(most, underWay.length);
      }
      return upgrade;
    },
  });
  await embedded.restart({
    abrupt: true,
    whileDown: () => {
      for (const build of builds) embedded.control.appendLogs(build, 3);
    },
  });
  const back = () => embedded.requests.filter(({ status }) => status === 101).length;
  await until('all sockets again', () => back() >= 500 && embedded.sockets()['build-logs'] === 500, 30_000);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(dials);
  for (const build of builds) {
    embedded.control.appendLogs(build, 2);
    embedded.control.succeed(build);
  }
  await Promise.all(feeds.map(({ finished }) => finished));
  for (const [index, { lines, errors, completed }] of feeds.entries()) {
    expect(errors).toBeUndefined();
    expect(completed).toBe(true);
    expect(lines.map(({ id }) => id)).toEqual(builds[index]?.job.logs.map(({ id }) => String(id)));
  }
}, 60_000);

import { expect, it } from 'vitest';
import type { CoderClient } from '../../../src/coder/client.ts';
import { DialQueue } from '../../../src/coder/connection/dial-queue.ts';
import type { SharedTarget, TargetHandlers } from '../../../src/feeds/cluster.ts';
import { defaultTimings } from '../../../src/feeds/timings.ts';
import { WorkspaceChangeSocket } from '../../../src/feeds/watch/workspace-change-socket.ts';

/** The change socket of a workspace whose socket another replica has. */
function listening() {
  const told = { entered: 0, left: 0, idle: 0, handlers: undefined as TargetHandlers | undefined };
  const none = () => {};
  const shared: SharedTarget = {
    enter: async () => {
      told.entered++;
      return 'listen';
    },
    leave: () => {
      told.left++;
    },
    since: async () => undefined,
    publish: none,
    tell: none,
    yield: none,
    distrust: none,
  };
  const socket = new WorkspaceChangeSocket({
    client: {} as CoderClient,
    timings: defaultTimings,
    dials: new DialQueue(1),
    workspaceId: 'a workspace',
    onChange: none,
    cluster: {
      target: (_, handlers) => {
        told.handlers = handlers;
        return shared;
      },
    },
    onIdle: () => {
      told.idle++;
    },
  });
  return { socket, told };
}

it('a socket of another replica goes on when the first listener leaves, and nobody reads for that', async () => {
  const { socket, told } = listening();
  const changes = [0, 0];
  const [leaveFirst, leaveLast] = changes.map((_, index) =>
    socket.listen({ token: `token ${index}`, onChange: () => changes.splice(index, 1, (changes[index] ?? 0) + 1) }),
  );
  await Promise.resolve();
  expect(changes).toEqual([1, 1]);
  leaveFirst?.();
  await Promise.resolve();
  expect(changes).toEqual([1, 1]);
  told.handlers?.hint('changed');
  expect(changes).toEqual([1, 2]);
  expect(told).toMatchObject({ entered: 1, left: 0, idle: 0 });
  leaveLast?.();
  expect(told).toMatchObject({ entered: 1, left: 1, idle: 1 });
});

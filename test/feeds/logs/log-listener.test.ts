import { expect, it } from 'vitest';
import type { LogStream } from '../../../src/coder/response/log-stream.ts';
import type { LogId } from '../../../src/coder/rest/scalars.ts';
import type { ToldLines } from '../../../src/feeds/cluster.ts';
import { LogListener } from '../../../src/feeds/logs/log-listener.ts';

interface Line {
  id: LogId;
}

/** A listener of a log that has these ids, as Coder would say; what was told before is `known`. */
function listen(options: { log: number[]; known?: ToldLines[] | undefined; fails?: boolean }) {
  const { log, known, fails = false } = options;
  const seen = { delivered: [] as LogId[], reads: 0, distrusted: 0, failed: 0 };
  const deliver = (lines: readonly Line[]) => {
    for (const { id } of lines) if (id > (seen.delivered.at(-1) ?? 0)) seen.delivered.push(id);
  };
  const listener = new LogListener<Line>({
    shared: {
      since: async () => known,
      distrust: () => {
        seen.distrusted++;
        listener.close();
      },
    },
    parse: (json) => JSON.parse(json),
    last: () => seen.delivered.at(-1),
    opened: () => {},
    lines: deliver,
    open: async (after) => {
      seen.reads++;
      if (fails) throw new Error('Coder does not answer');
      const lines = log.filter((id) => id > Number(after ?? 0)).map((id) => ({ id }));
      return { next: async () => ({ lines, complete: true }), destroy: () => {} } as unknown as LogStream<Line>;
    },
    offer: (_, lines) => deliver(lines),
    failed: () => {
      seen.failed++;
    },
  });
  listener.start();
  return { listener, seen };
}

function told(after: number, ids: number[]): ToldLines {
  return { after: after || undefined, last: ids.at(-1) ?? after, json: JSON.stringify(ids.map((id) => ({ id }))) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('takes what was told before, and what comes', async () => {
  const { listener, seen } = listen({ log: [], known: [told(0, [1, 2]), told(2, [3])] });
  listener.told(told(3, [4]));
  await settled();
  listener.told(told(4, [5, 6]));
  expect(seen).toEqual({ delivered: [1, 2, 3, 4, 5, 6], reads: 0, distrusted: 0, failed: 0 });
});

it('takes no line twice where two replicas have told the same', async () => {
  const { listener, seen } = listen({ log: [], known: [told(0, [1, 2, 3])] });
  await settled();
  listener.told(told(0, [1, 2]));
  listener.told(told(1, [2, 3, 4]));
  listener.told(told(4, []));
  expect(seen).toMatchObject({ delivered: [1, 2, 3, 4], reads: 0 });
});

it.each([
  ['nothing is known of what was told before', undefined],
  ['what was told before begins too late', [told(7, [8])]],
])('reads from Coder when %s', async (_, known) => {
  const { listener, seen } = listen({ log: [3, 5, 7, 8], known });
  await settled();
  listener.told(told(8, [9]));
  expect(seen).toEqual({ delivered: [3, 5, 7, 8, 9], reads: 1, distrusted: 0, failed: 0 });
});

it('reads what a message has missed, and goes on', async () => {
  const { listener, seen } = listen({ log: [1, 2, 3], known: [told(0, [1])] });
  await settled();
  listener.told(told(3, [4]));
  listener.told(told(4, [5]));
  await settled();
  await settled();
  expect(seen).toEqual({ delivered: [1, 2, 3, 4, 5], reads: 1, distrusted: 0, failed: 0 });
});

it('reads what was too much to wait, though nothing is told after it', async () => {
  const { listener, seen } = listen({ log: [1, 2, 3, 4], known: [told(0, [1])] });
  for (const id of [2, 3, 4]) {
    const json = JSON.stringify([{ id, output: 'x'.repeat(1_500_000) }]);
    listener.told({ after: id - 1, last: id, json });
  }
  await settled();
  await settled();
  expect(seen).toEqual({ delivered: [1, 2, 3, 4], reads: 1, distrusted: 0, failed: 0 });
});

it.each([
  ['lines behind some that Coder does not have', told(5, [6])],
  ['ids that do not ascend', { ...told(1, [3, 2]), last: 3 }],
  ['ids up to the last line', { ...told(1, [1, 2]), last: 2 }],
  ['another last id than it says', { ...told(1, [2]), last: 4 }],
  ['no JSON', { after: 1, last: 2, json: '[{' }],
])('does not believe %s', async (_, message) => {
  const { listener, seen } = listen({ log: [1], known: [told(0, [1])] });
  await settled();
  listener.told(message);
  await settled();
  await settled();
  expect(seen).toMatchObject({ delivered: [1], distrusted: 1, failed: 0 });
});

it('tells when Coder does not answer, and nothing after it was closed', async () => {
  const { seen } = listen({ log: [], fails: true });
  await settled();
  expect(seen).toMatchObject({ reads: 1, failed: 1 });
  const closed = listen({ log: [], fails: true });
  closed.listener.close();
  await settled();
  expect(closed.seen).toMatchObject({ delivered: [], failed: 0 });
});

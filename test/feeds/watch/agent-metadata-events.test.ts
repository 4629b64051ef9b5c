import { expect, it } from 'vitest';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import { encodeNodeId } from '../../../src/resolvers/ids.ts';
import { stream } from '../../e2e/sse.ts';
import { connect, startWorld, subscribe, until, untilAllIsQuiet } from '../../e2e/support.ts';
import type { TestOptions } from '../../support.ts';

const subscriptionOf = (selection: string) => `subscription ($id: ID!) { agentMetadata(agentId: $id) ${selection} }`;

/** A Coder whose time stands still: what its agents measure, and how old that is, changes when a test says so. */
async function start(options: TestOptions = {}) {
  const clock = new ManualClock();
  const world = await startWorld({ ...options, embedded: { clock } });
  const { embedded, url } = world;
  const [agent] = embedded.control.agents(embedded.build('atlas-dev'));
  if (!agent) throw new Error('atlas-dev has no agent');
  const measure = (result: { value?: string; error?: string }) => {
    embedded.control.reportMetadata(agent, 'cpu', result);
    clock.advance(1_000);
  };
  measure({ value: '7%' });
  const token = embedded.user('mira').token;
  const follow = (selection: string, id: string = agent.id) =>
    subscribe(connect(url, token), subscriptionOf(selection), { id });
  return { ...world, clock, agent, token, measure, follow };
}

it('should give everything that is measured, over WebSocket and SSE, by either id', async () => {
  const { agent, url, token, follow } = await start();
  const all = '{ key displayName value error collectedAt ageSeconds intervalSeconds }';
  const feeds = [
    follow(all, encodeNodeId('Agent', agent.id)),
    stream(url, token, subscriptionOf(all), { id: agent.id }),
  ];
  await until('the states', () => feeds.every(({ events }) => events.length > 0));
  for (const { events } of feeds) {
    expect(events[0].data.agentMetadata).toHaveLength(3);
    expect(events[0].data.agentMetadata[0]).toEqual({
      key: 'cpu',
      displayName: 'CPU',
      value: '7%',
      error: null,
      collectedAt: expect.stringMatching(/^2026-06-22T/),
      ageSeconds: expect.any(Number),
      intervalSeconds: 10,
    });
  }
});

it('should send an event only when a value that is selected differs', async () => {
  const { clock, measure, follow, embedded } = await start();
  // The other items would be measured when their time comes.
  const values = follow('{ value }');
  const errors = follow('{ error }');
  const ages = follow('{ ageSeconds }');
  await until('the states', () => [values, errors, ages].every(({ events }) => events.length === 1));
  expect(embedded.sockets()['agent-metadata']).toBe(1);
  // Coder sends all items again for the sake of their age.
  clock.advance(5_000);
  await until('the new age', () => ages.events.length > 1);
  measure({ value: '8%' });
  await until('the new value', () => values.events.some(({ data }) => data.agentMetadata[0].value === '8%'));
  measure({ error: 'exit status 1' });
  await until('the error', () => errors.events.length === 2);
  await until('no value', () => values.events.at(-1)?.data.agentMetadata[0].value === '');
  expect(errors.events.map(({ data }) => data.agentMetadata[0].error)).toEqual([null, 'exit status 1']);
  const texts = values.events.map(({ data }) => JSON.stringify(data));
  expect(texts.filter((text, index) => text === texts[index - 1])).toEqual([]);
});

it('should leave out an item that cannot be shown, with an error', async () => {
  const { follow, embedded } = await start();
  embedded.faults.add({
    route: '/workspaceagents/{workspaceagent}/watch-metadata-ws',
    socket: {},
    mutate: (event: { data: { result: { value: unknown } }[] }) => {
      for (const { result } of event.data.slice(0, 1)) result.value = 7;
    },
  });
  const feed = follow('{ key value }');
  await until('the state', () => feed.events.length === 1);
  const [event] = feed.events;
  expect(event?.data.agentMetadata.map(({ key }: { key: string }) => key)).toEqual(['memory', 'disk']);
  expect(event?.errors).toMatchObject([{ path: ['agentMetadata'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
});

it.each([
  ['not an id', 'BAD_USER_INPUT'],
  ['11111111-2222-4333-8444-555555555555', 'NOT_FOUND'],
])('should fail for %s with one coded error', async (id, code) => {
  const { follow } = await start();
  const feed = follow('{ key }', id);
  await feed.finished;
  expect(feed.events).toMatchObject([{ data: null, errors: [{ extensions: { code } }] }]);
});

it('should end with its last reader, and count to what one identity may follow', async () => {
  const world = await start({ settings: { maxIdentityFeeds: 1 } });
  const { embedded, follow, url, token } = world;
  const client = connect(url, token);
  const feed = subscribe(client, subscriptionOf('{ key }'), {
    id: embedded.control.agents(embedded.build('atlas-dev'))[0]?.id,
  });
  await until('the state', () => feed.events.length === 1);
  const [other] = embedded.control.agents(embedded.build('borealis'));
  const refused = follow('{ key }', other?.id);
  await refused.finished;
  expect(refused.errors).toMatchObject([{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }]);
  client.terminate();
  await until('no socket', () => embedded.sockets().total === 0);
  await untilAllIsQuiet(world);
});

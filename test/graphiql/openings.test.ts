import { parse, validate } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdBuild, type FoundIds, idsOf, idsQuery } from '../../graphiql/src/openings.ts';
import { type Running, start } from '../../src/cli/start.ts';
import { createSchema } from '../../src/schema/schema.ts';
import { defaultSettings } from '../default-settings.ts';
import { openingTabs } from './opening-tabs.ts';

const schema = createSchema();

let running: Running;
let found: FoundIds;

beforeAll(async () => {
  running = await start({ settings: defaultSettings({ port: 0 }), log: pino({ level: 'silent' }) });
  found = (await ask(idsQuery, {})).data as unknown as FoundIds;
});
afterAll(() => running.close());

const post = (query: string, variables: unknown, accept: string, signal?: AbortSignal) =>
  fetch(`${running.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });

async function ask(query: string, variables: unknown): Promise<{ data: Record<string, unknown>; errors?: unknown }> {
  return (await post(query, variables, 'application/json')).json() as never;
}

const names = openingTabs({}).map(({ name, kind, query }) => ({ name, kind, query }));
const tabOf = (name: string) =>
  openingTabs(idsOf(found)).find((tab) => tab.name === name) as never as { query: string; variables: object };

it.each(names)('the tab $name fits the schema and is called as its operation', ({ query, name }) => {
  expect(query).toMatch(new RegExp(`^(query|mutation|subscription) ${name}\\b`, 'm'));
  expect(validate(schema, parse(query))).toEqual([]);
});

it.each(names.filter(({ kind }) => kind === 'query'))(
  'the tab $name has an answer on the embedded Coder',
  async ({ name }) => {
    const { query, variables } = tabOf(name);
    const { data, errors } = await ask(query, variables);
    expect(errors).toBeUndefined();
    for (const value of Object.values(data)) expect(value).not.toBeNull();
  },
);

it.each(names.filter(({ kind }) => kind === 'subscription'))(
  'the tab $name has something to follow',
  async ({ name }) => {
    const { query, variables } = tabOf(name);
    const leaving = new AbortController();
    const response = await post(query, variables, 'text/event-stream', leaving.signal);
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (/"lastId":"\d+"|"totalCount":\d/.test(text)) break;
    }
    leaving.abort();
    expect(text).not.toContain('"errors"');
  },
);

it('nothing is canceled before a build has been created, and then that one', async () => {
  const cancel = tabOf('CancelBuild');
  const before = await ask(cancel.query, cancel.variables);
  expect(before.errors).toBeUndefined();
  expect(before.data.cancelBuild).toMatchObject({ __typename: expect.not.stringMatching(/Success$/) });
  const create = tabOf('CreateBuild');
  const created = await ask(create.query, create.variables);
  const buildId = createdBuild(created.data);
  expect(buildId).toEqual(expect.any(String));
  const canceled = await ask(cancel.query, { buildId });
  expect(canceled.data.cancelBuild).toMatchObject({ __typename: 'CancelBuildSuccess' });
});

describe('what the tabs are about', () => {
  const build = (uuid: string, day: number, more: object = {}) => ({
    uuid,
    buildNumber: day,
    createdAt: `2026-01-0${day}T00:00:00Z`,
    transition: 'START',
    job: { status: 'SUCCEEDED', completedAt: '2026-01-09T00:00:00Z' },
    resources: [{ agents: [{ uuid: `agent-${uuid}`, status: 'DISCONNECTED' }] }],
    ...more,
  });
  const ids = (...builds: ReturnType<typeof build>[]) =>
    idsOf({
      viewer: { username: 'mira' },
      workspaces: {
        nodes: builds.map((each) => ({ uuid: `of-${each.uuid}`, name: `name-${each.uuid}`, latestBuild: each })),
      },
    });

  it('is the newest workspace, of which one that is stopped is started', () => {
    const stopped = build('stopped', 1, { transition: 'STOP' });
    expect(ids(build('old', 2), stopped, build('new', 3))).toEqual({
      workspace: 'name-new',
      number: 3,
      toStart: 'of-stopped',
      toFollow: 'new',
      toCancel: 'old',
      agent: 'agent-new',
    });
  });

  it('is to follow a build that is under way, and never the one to cancel', () => {
    const running = build('running', 1, { job: { status: 'RUNNING', completedAt: null } });
    const { toFollow, toCancel } = ids(build('new', 3), running);
    expect([toFollow, toCancel]).toEqual(['running', 'new']);
    expect(ids(running).toCancel).toBeUndefined();
    const queued = build('queued', 4, { job: { status: 'PENDING', completedAt: null } });
    expect(ids(build('new', 3), queued).toFollow).toBe('new');
  });

  it('is an agent that is connected, where there is one', () => {
    const connected = build('b', 1, { resources: [{ agents: [{ uuid: 'connected', status: 'CONNECTED' }] }] });
    expect(ids(build('a', 2), connected).agent).toBe('connected');
  });

  it('is nothing where there is nothing, and the tabs say so by empty ids', () => {
    expect(ids()).toEqual({});
    expect(openingTabs({}).find(({ name }) => name === 'CreateBuild')?.variables).toEqual({ workspaceId: '' });
  });
});

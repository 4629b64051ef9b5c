import { describe, expect, it, vi } from 'vitest';
import type { FaultRule } from '../../src/embedded/testing/faults.ts';
import { documents, globalId, type Mutations, startMutations } from './support.ts';

/** The three writes on a build that is under way, and how an error about them goes on. */
const WRITES = {
  createBuild: {
    method: 'POST',
    route: 'POST /workspaces/{workspace}/builds',
    unknown:
      'It is unknown whether the build was created: read workspace(id:) { latestBuild { buildNumber createdAt } } before trying again.',
  },
  cancelBuild: {
    method: 'PATCH',
    route: 'PATCH /workspacebuilds/{workspacebuild}/cancel',
    unknown:
      'It is unknown whether the build was canceled: read build(id:) { job { status canceledAt } } before trying again.',
  },
  updateBuildState: {
    method: 'PUT',
    route: 'PUT /workspacebuilds/{workspacebuild}/state',
    unknown:
      'It is unknown whether the state was stored: compare build(id:) { state { sha256 } }, or send it again: storing the same state twice does no harm.',
  },
} as const;
type Name = keyof typeof WRITES;

/** What may become of an answer on its way. */
const LOSSES: { loss: string; rule: Partial<FaultRule>; only?: Name[]; code: string; begins: string }[] = [
  {
    loss: 'cut before its headers',
    rule: { cutAfterBytes: 0 },
    code: 'UPSTREAM_UNAVAILABLE',
    begins: 'Coder could not be reached, or closed the connection.',
  },
  {
    loss: 'cut within its headers',
    rule: { cutAfterBytes: 40 },
    code: 'UPSTREAM_UNAVAILABLE',
    begins: 'Coder could not be reached, or closed the connection.',
  },
  ...[502, 503, 504, 520].map((status) => ({
    loss: `replaced by ${status}`,
    rule: { respond: { status, body: '{"message":"secret of a proxy"}' } },
    code: 'UPSTREAM_UNAVAILABLE',
    begins: `Coder answered with status ${status}.`,
  })),
  {
    loss: 'later than the deadline',
    rule: { hang: true },
    code: 'UPSTREAM_TIMEOUT',
    begins: 'Coder did not answer within 300 ms.',
  },
  {
    loss: 'cut within its body',
    rule: { truncate: 10 },
    only: ['createBuild', 'cancelBuild'],
    code: 'UPSTREAM_BAD_RESPONSE',
    begins: 'The answer of Coder is not JSON.',
  },
  {
    loss: 'of another shape',
    rule: { mutate: () => [] },
    only: ['createBuild', 'cancelBuild'],
    code: 'UPSTREAM_BAD_RESPONSE',
    begins: 'Coder sent a wrong value for "the answer": expected an object.',
  },
  {
    loss: 'without an id',
    rule: { mutate: (build: object) => ({ ...build, id: undefined }) },
    only: ['createBuild'],
    code: 'UPSTREAM_BAD_RESPONSE',
    begins: 'Coder sent a wrong value for "id": expected a UUID.',
  },
  {
    loss: 'a page of a proxy',
    rule: { respond: { status: 200, body: '<html>secret', contentType: 'text/html' } },
    code: 'UPSTREAM_BAD_RESPONSE',
    begins: 'Coder answered with a web page. Is CODER_URL its address?',
  },
];

const cases = LOSSES.flatMap(({ only = Object.keys(WRITES) as Name[], ...loss }) =>
  only.map((name) => ({ name, ...loss })),
);

async function prepare(name: Name, settings = {}) {
  const started = await startMutations({ settings: { upstreamTimeoutMs: 5_000, ...settings } });
  const { embedded } = started;
  const workspace = embedded.workspace('falcon');
  const build = embedded.control.createBuild(workspace, {}, { hold: 'running' });
  if (name === 'createBuild') embedded.control.succeed(build);
  const input =
    name === 'createBuild'
      ? { workspaceId: workspace.id, transition: 'STOP' }
      : { buildId: build.id, ...(name === 'updateBuildState' && { state: 'e30=' }) };
  const about = {
    workspaceId: globalId('Workspace', workspace.id),
    ...(name !== 'createBuild' && { buildId: globalId('Build', build.id) }),
  };
  return { ...started, input, about };
}

describe('a write whose answer is lost is not sent again, and says what is unknown', () => {
  it.each(cases)('$name: the answer is $loss', async ({ name, rule, code, begins }) => {
    const { embedded, mutate, writes, input, about } = await prepare(name, rule.hang && { upstreamTimeoutMs: 300 });
    embedded.faults.add({ method: WRITES[name].method, ...rule });
    const { data, errors } = await mutate(name, input);
    expect(writes()).toEqual([WRITES[name].route]);
    expect(data).toEqual({ result: null });
    expect(errors?.length).toBe(1);
    expect(errors?.[0]?.message).toBe(`${begins} ${WRITES[name].unknown}`);
    expect(errors?.[0]?.extensions).toMatchObject({ code, outcome: 'UNKNOWN', ...about });
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it('also when the workspace of the build cannot be read', async () => {
    const { embedded, mutate, input, about } = await prepare('cancelBuild');
    embedded.faults.add({ respond: { status: 502 } });
    const { errors } = await mutate('cancelBuild', input);
    expect(errors?.[0]?.extensions).toEqual({
      code: 'UPSTREAM_UNAVAILABLE',
      upstream: { status: 502, requestId: expect.any(String) },
      outcome: 'UNKNOWN',
      buildId: about.buildId,
    });
  });

  it('and what was lost may have happened', async () => {
    const { embedded, mutate, input } = await prepare('createBuild');
    const builds = embedded.store.builds.size;
    embedded.faults.add({ method: 'POST', cutAfterBytes: 0 });
    await mutate('createBuild', input);
    expect(embedded.store.builds.size).toBe(builds + 1);
  });

  it('when the time of the whole operation is up', async () => {
    const { embedded, mutate, writes, input, about } = await prepare('createBuild', { requestTimeoutMs: 300 });
    embedded.faults.add({ method: 'POST', hang: true });
    const { errors } = await mutate('createBuild', input);
    expect(errors).toEqual([
      {
        message:
          'The operation did not finish within 300 ms (GATEWAY_REQUEST_TIMEOUT_MS). It is unknown which of its mutations took effect: read what they change before trying again.',
        extensions: { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN', ...about },
      },
    ]);
    expect(writes()).toEqual(['POST /workspaces/{workspace}/builds']);
  });
});

describe('what Coder certainly did not do is not called unknown', () => {
  const names = Object.keys(WRITES) as Name[];
  const expectKnown = async ({ mutate, input }: Awaited<ReturnType<typeof prepare>>, name: Name, code: string) => {
    const { data, errors } = await mutate(name, input);
    expect(data).toEqual({ result: null });
    expect(errors?.[0]?.message).not.toContain('unknown');
    expect(errors?.[0]?.extensions).toMatchObject({ code });
    expect(errors?.[0]?.extensions).not.toHaveProperty('outcome');
  };

  it.each(names)('%s: the connection is refused', async (name) => {
    const prepared = await prepare(name);
    await prepared.embedded.restart({
      abrupt: true,
      whileDown: () => expectKnown(prepared, name, 'UPSTREAM_UNAVAILABLE'),
    });
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [429, 'RATE_LIMITED'],
    [302, 'UPSTREAM_UNAVAILABLE'],
    [500, 'UPSTREAM_UNAVAILABLE'],
  ])('Coder answers with %i', async (status, code) => {
    for (const name of names) {
      const prepared = await prepare(name);
      prepared.embedded.faults.add({ method: WRITES[name].method, respond: { status, body: '{"message":"no"}' } });
      await expectKnown(prepared, name, code);
      expect(prepared.writes()).toEqual([WRITES[name].route]);
    }
  });

  it.each(names)('%s: the operation may cause no more calls', async (name) => {
    const prepared = await prepare(name, { maxUpstreamCalls: 0 });
    await expectKnown(prepared, name, 'UPSTREAM_CALL_LIMIT');
    expect(prepared.calls()).toEqual([]);
  });

  it('the circuit breaker is open', async () => {
    const prepared = await prepare('createBuild');
    const fault = prepared.embedded.faults.add({ respond: { status: 503 } });
    for (let failure = 0; failure < 15; failure++) await prepared.mutate('createBuild', prepared.input);
    fault.remove();
    prepared.calls();
    await expectKnown(prepared, 'createBuild', 'UPSTREAM_UNAVAILABLE');
    expect(prepared.calls()).toEqual([]);
  });

  it.each(names)('%s: there is no token', async (name) => {
    const { mutate, calls, input } = await prepare(name);
    const { errors } = await mutate(name, input, { user: null });
    expect(errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(calls()).toEqual([]);
  });
});

describe('when the client goes away', () => {
  /** Sends a mutation and leaves as soon as Coder has got it. */
  async function leave({ embedded, gateway }: Mutations, query: string, variables: object): Promise<void> {
    const client = new AbortController();
    const when = () => {
      client.abort();
      return true;
    };
    embedded.faults.add({ method: 'POST', when, latency: 30, times: 1 });
    const sent = gateway.pipeline.fetch('http://127.0.0.1/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'coder-session-token': embedded.user('mira').token },
      body: JSON.stringify({ query, variables }),
      signal: client.signal,
    });
    await Promise.resolve(sent).catch(() => {});
  }

  it('a write that has begun is seen through', async () => {
    const prepared = await prepare('createBuild');
    const call = vi.spyOn(prepared.client, 'call');
    await leave(prepared, documents.createBuild(), { input: prepared.input });
    expect(await call.mock.results[0]?.value).toMatchObject({ id: prepared.embedded.build('falcon').id });
  });

  it('the mutations after it are not begun', async () => {
    const prepared = await prepare('createBuild');
    const { embedded, input, writes } = prepared;
    const call = vi.spyOn(prepared.client, 'call');
    const other = { workspaceId: embedded.workspace('gull').id, transition: 'START' };
    const query = `mutation ($a: CreateBuildInput!, $b: CreateBuildInput!) {
      a: createBuild(input: $a) { __typename } b: createBuild(input: $b) { __typename }
    }`;
    await leave(prepared, query, { a: input, b: other });
    await call.mock.results[0]?.value;
    await new Promise(setImmediate);
    expect(call).toHaveBeenCalledTimes(2);
    await expect(call.mock.results[1]?.value).rejects.toThrow('The client has gone.');
    expect(writes()).toEqual(['POST /workspaces/{workspace}/builds']);
  });
});

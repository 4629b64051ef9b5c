import { describe, expect, it } from 'vitest';
import { AnswerCache } from '../../../src/coder/cache/answer-cache.ts';
import { EqualBodies } from '../../../src/coder/cache/equal-bodies.ts';
import { endpoints } from '../../../src/coder/endpoints.ts';
import { fullWorkspace, uuid } from '../../graph/full.ts';
import { clientOf, json, startUpstream, TOKEN } from '../upstream.ts';

const MB = 2 ** 20;
const parsed = (value: object) => ({ value, json: value });
const bodies = () => new EqualBodies(new AnswerCache({ maxBytes: MB }));

describe('an equal body', () => {
  it('is the very same object', () => {
    const equal = bodies();
    const value = { a: 1 };
    equal.add('/a', Buffer.from('{"a":1}'), parsed(value));
    expect(equal.find('/a', [Buffer.from('{"a":1}')])).toBe(value);
  });

  it('is equal in every byte, and of the same URL', () => {
    const equal = bodies();
    equal.add('/a', Buffer.from('{"a":1}'), parsed({}));
    expect(equal.find('/a', [Buffer.from('{"a":2}')])).toBeUndefined();
    expect(equal.find('/a', [Buffer.from('{"a":1} ')])).toBeUndefined();
    expect(equal.find('/b', [Buffer.from('{"a":1}')])).toBeUndefined();
  });

  it('may come in pieces', () => {
    const equal = bodies();
    const value = { a: 1 };
    equal.add('/a', Buffer.from('{"a":1}'), parsed(value));
    const pieces = (...texts: string[]) => texts.map((text) => Buffer.from(text));
    expect(equal.find('/a', pieces('{"a"', ':', '', '1}'))).toBe(value);
    for (const other of [[], ['{"a":', '2}'], ['{"a":', '1'], ['{"a":1}', ' '], ['{"a":1', '}}']])
      expect(equal.find('/a', pieces(...other))).toBeUndefined();
  });

  it('may be one of the last four of a URL that begin alike: callers with different rights get different ones', () => {
    const equal = bodies();
    const value = (index: number) => ({ index });
    const body = (index: number) => Buffer.from(`{"same":"${'x'.repeat(64)}","index":${index}}`);
    for (const index of [1, 2, 3, 4]) equal.add('/a', body(index), parsed(value(index)));
    for (const index of [1, 4, 2, 3, 1]) expect(equal.find('/a', [body(index)])).toEqual(value(index));
    equal.add('/a', body(5), parsed(value(5)));
    expect([1, 2, 3, 4, 5].map((index) => equal.find('/a', [body(index)]) !== undefined)).toEqual([
      true,
      true,
      true,
      false,
      true,
    ]);
  });

  it('is found among those of any number of callers whose bodies begin with different ids', () => {
    const equal = bodies();
    const body = (index: number) => Buffer.from(`{"workspaces":[{"id":"${uuid(index)}"}],"count":1}`);
    for (let index = 0; index < 100; index++) equal.add('/a', body(index), parsed({ index }));
    for (let index = 0; index < 100; index++) expect(equal.find('/a', [body(index)])).toEqual({ index });
  });

  it('is kept with fewer others where all of them would be too large', () => {
    const equal = bodies();
    const body = (index: number) => Buffer.from(`{"text":"${'x'.repeat(MB / 40)}","index":${index}}`);
    for (const index of [1, 2, 3, 4]) equal.add('/a', body(index), parsed({ index }));
    expect([1, 2, 3, 4].map((index) => equal.find('/a', [body(index)]) !== undefined)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('gives its rows to one that begins alike, unless it is so large that looking for them would take long', () => {
    const equal = new EqualBodies(new AnswerCache({ maxBytes: 64 * MB }));
    const body = (last: number, length: number) =>
      `[{"id":"${'x'.repeat(64)}"},${JSON.stringify('y'.repeat(length))},${last}]`;
    for (const length of [1_000, 2 * MB]) {
      const json = JSON.parse(body(1, length)) as object;
      equal.add(`/${length}`, Buffer.from(body(1, length)), parsed(json));
    }
    expect(equal.parse('/1000', Buffer.from(body(2, 1_000)))).toMatchObject({ taken: 2 });
    expect(equal.parse(`/${2 * MB}`, Buffer.from(body(2, 1_000)))).toBeUndefined();
  });

  it('does not keep the whole read of the socket alive', () => {
    const cache = new AnswerCache({ maxBytes: MB });
    const equal = new EqualBodies(cache);
    const read = Buffer.alloc(64 * 1024, 'x');
    equal.add('/a', read.subarray(10, 20), parsed({}));
    read.fill('y');
    expect(equal.find('/a', [Buffer.from('xxxxxxxxxx')])).toBeDefined();
    expect(cache.stats().bytes).toBeLessThan(1024);
  });
});

/** A Coder that answers with one body after another, and a client that compares them. */
async function answering(...answers: unknown[]) {
  const { url, requests } = await startUpstream((_, response) => {
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (answer instanceof Buffer) {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'x-coder-request-id': 'a' }).end(answer);
    } else if (typeof answer === 'string') {
      response.writeHead(200, { 'content-type': 'text/plain', 'x-coder-request-id': 'a' }).end(answer);
    } else json(response, answer);
  });
  const cache = new AnswerCache({ maxBytes: MB });
  const client = clientOf(url, { cache });
  const session = (token = TOKEN) => client.session({ token, maxCalls: 10 });
  return { session, requests, cache };
}

describe('the client', () => {
  const path = { workspace: fullWorkspace.id };

  it('gives each caller the same object for equal bodies, and asks Coder for each', async () => {
    const { session, requests, cache } = await answering(structuredClone(fullWorkspace));
    const [one, two] = [session(), session('Another-tokensecret0123456789abc')];
    const first = await one.call(endpoints.workspace, { path });
    expect(await two.call(endpoints.workspace, { path })).toBe(first);
    expect(requests).toHaveLength(2);
    expect(two.trace.toJSON()).toMatchObject({ calls: 1, cached: 0 });
    expect(cache.stats()).toMatchObject({ hits: { body: 1 }, misses: { body: 1 } });
  });

  it('gives what a changed body says', async () => {
    const { session } = await answering(fullWorkspace, { ...fullWorkspace, name: 'renamed' }, fullWorkspace);
    const first = await session().call(endpoints.workspace, { path });
    expect(await session().call(endpoints.workspace, { path })).toMatchObject({ name: 'renamed' });
    expect(await session().call(endpoints.workspace, { path })).toBe(first);
  });

  it('tells of a wrong value with the request that it came with, also where an equal body came before', async () => {
    let requests = 0;
    const body = JSON.stringify({ ...fullWorkspace, name: 7 });
    const { url } = await startUpstream((_, response) => {
      const id = `r${++requests}`;
      response.writeHead(200, { 'content-type': 'application/json', 'x-coder-request-id': id }).end(body);
    });
    const client = clientOf(url, { cache: new AnswerCache({ maxBytes: MB }) });
    const sessions = [1, 2].map(() => client.session({ token: TOKEN, maxCalls: 5 }));
    const read: object[] = [];
    for (const session of sessions) read.push(await session.call(endpoints.workspace, { path }));
    expect(read[1]).toBe(read[0]);
    expect(sessions.map(({ answers }) => answers.of(read[0] as object))).toEqual([
      { status: 200, requestId: 'r1' },
      { status: 200, requestId: 'r2' },
    ]);
  });

  it('checks the headers of each answer', async () => {
    let type = 'application/json';
    const { url } = await startUpstream((_, response) => {
      response.writeHead(200, { 'content-type': type, 'x-coder-request-id': 'a' }).end(JSON.stringify(fullWorkspace));
    });
    const session = clientOf(url, { cache: new AnswerCache({ maxBytes: MB }) }).session({ token: TOKEN, maxCalls: 5 });
    await session.call(endpoints.workspace, { path });
    type = 'text/html';
    await expect(session.call(endpoints.workspace, { path })).rejects.toThrow('web page');
  });

  it('compares no state, no text and no error', async () => {
    const build = { workspacebuild: uuid(10) };
    const state = await answering(Buffer.from('{"secret":1}'));
    await state.session().call(endpoints.state, { path: build });
    const text = await answering('a line');
    await text.session().call(endpoints.buildLogText, { path: build, query: { format: 'text' } });
    expect([state, text].map(({ cache }) => cache.stats())).toMatchObject([
      { entries: 0, misses: { body: 0 } },
      { entries: 0, misses: { body: 0 } },
    ]);
  });

  it('compares logs apart from the JSON of other endpoints, ids beyond 2^53 included', async () => {
    const line = `{"id":9007199254740993,"created_at":"2026-06-22T07:41:00Z","log_source":"provisioner","log_level":"info","stage":"Planning","output":"x"}`;
    const { url } = await startUpstream((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-coder-request-id': 'a' }).end(`[${line}]`);
    });
    const session = clientOf(url, { cache: new AnswerCache({ maxBytes: MB }) }).session({ token: TOKEN, maxCalls: 5 });
    const read = () => session.call(endpoints.buildLogs, { path: { workspacebuild: uuid(10) } });
    const first = await read();
    expect(first).toMatchObject([{ id: 9007199254740993n }]);
    expect(await read()).toBe(first);
  });
});

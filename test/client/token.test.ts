import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  FeedError,
  type FeedOptions,
  type FeedState,
  followBuildLog,
  type Result,
  type Transport,
} from '../../src/client/index.ts';
import { restLog, runningBuild, startWorld, until } from '../e2e/support.ts';

const line = (id: number): Result => ({
  data: { buildLogs: { __typename: 'BuildLogBatch', lastId: String(id), logs: [{ id: String(id), output: 'x' }] } },
});
const end: Result = { data: { buildLogs: { __typename: 'BuildLogEnd', lastId: '9', build: {} } } };
const refused: Result = { errors: [{ message: 'No.', extensions: { code: 'UNAUTHENTICATED' } }] };

/** A gateway that answers the attempts one after the other, and the tokens that it was given. */
function gatewayOf(...attempts: (Result | (() => void))[][]): { transport: Transport; tokens: (string | undefined)[] } {
  const tokens: (string | undefined)[] = [];
  const transport: Transport = async function* ({ token, onOpen }) {
    tokens.push(token);
    const results = attempts[tokens.length - 1];
    if (!results) throw new Error('one attempt too many');
    onOpen();
    for (const result of results) {
      if (typeof result === 'function') result();
      else yield result;
    }
  };
  return { transport, tokens };
}

interface Told {
  states: [FeedState, string | undefined][];
  /** What the feed gave, or how it failed. */
  outcome: number | Error;
}

async function follow(options: Partial<FeedOptions>): Promise<Told> {
  const states: Told['states'] = [];
  const onState: FeedOptions['onState'] = (state, loss) => void states.push([state, loss?.message]);
  let events = 0;
  try {
    const feed = followBuildLog({ url: 'http://gateway/', buildId: 'b', retryDelayMs: 1, onState, ...options });
    for await (const _ of feed) events += 1;
    return { states, outcome: events };
  } catch (error) {
    return { states, outcome: error as Error };
  }
}

/** A token function that gives or throws these in turn. */
function inTurn(...answers: (string | Error)[]): () => string {
  let asked = 0;
  return () => {
    const answer = answers[Math.min(asked++, answers.length - 1)] as string | Error;
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

describe('a token function', () => {
  it('should be asked again when it throws, while the feed tells why it waits', async () => {
    const { transport, tokens } = gatewayOf([line(1), end]);
    const down = new TypeError('fetch failed');
    const { states, outcome } = await follow({ transport, token: inTurn(down, down, 'good') });
    expect([outcome, tokens]).toEqual([2, ['good']]);
    const told = 'The token function failed: fetch failed';
    expect(states).toEqual([
      ['connecting', undefined],
      ['resuming', told],
      ['resuming', told],
      ['live', undefined],
    ]);
  });

  it('should fail the feed when it throws six times in a row', async () => {
    const { transport } = gatewayOf([line(3)]);
    const down = new Error('HTTP 503');
    const { states, outcome } = await follow({ transport, token: inTurn('good', down) });
    expect(outcome).toBeInstanceOf(FeedError);
    expect(outcome).toMatchObject({ message: 'The token function failed: HTTP 503', cause: down, lastId: '3' });
    expect(states.filter(([state]) => state === 'resuming')).toHaveLength(6);
  });

  it('should fail the feed at once with a FeedError of its own', async () => {
    const { transport } = gatewayOf();
    const gone = new FeedError('You have signed out.', 'SIGNED_OUT');
    expect((await follow({ transport, token: inTurn(gone) })).outcome).toBe(gone);
  });

  it('should not keep a feed that is aborted, although it never answers', async () => {
    const abort = new AbortController();
    const told = follow({ ...gatewayOf(), signal: abort.signal, token: () => new Promise(() => {}) });
    abort.abort(new Error('enough'));
    expect((await told).outcome).toMatchObject({ message: 'enough' });
  });

  it('should be asked once more when a token is refused, and only once', async () => {
    const { transport, tokens } = gatewayOf([refused], [refused]);
    const { outcome } = await follow({ transport, token: inTurn('old', 'new') });
    expect([tokens, outcome]).toEqual([['old', 'new'], expect.objectContaining({ code: 'UNAUTHENTICATED' })]);
  });

  it('should be asked each time that a token runs out, also of a feed that has nothing to tell', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const hour = () => vi.setSystemTime(Date.now() + 3_600_000);
    const { transport, tokens } = gatewayOf([hour, refused], [hour, refused], [hour, refused], [line(1), end]);
    const { outcome } = await follow({ transport, token: inTurn('first', 'second', 'third', 'fourth') });
    expect([outcome, tokens]).toEqual([2, ['first', 'second', 'third', 'fourth']]);
  });
});

it('should go on with one new token when the old one runs out midway', async () => {
  const { embedded, url } = await startWorld();
  const build = runningBuild(embedded);
  embedded.control.appendLogs(build, 3);
  const given: string[] = [];
  const token = () => {
    given.push(embedded.control.addToken('mira'));
    return given.at(-1);
  };
  const lines: unknown[] = [];
  const read = async () => {
    for await (const event of followBuildLog({ url, token, buildId: build.id, retryDelayMs: 1 }))
      if (event.__typename === 'BuildLogBatch') lines.push(...event.logs);
  };
  const reading = read();
  for (const round of [1, 2, 3]) {
    await until('the lines', () => lines.length === 3 * round);
    embedded.control.revokeToken(given.at(-1) as string);
    await until('a new token', () => given.length === round + 1);
    embedded.control.appendLogs(build, 3);
  }
  embedded.control.succeed(build);
  await reading;
  expect(given).toHaveLength(4);
  expect(lines).toEqual(await restLog(embedded, build));
});

it.each(['tökén…', 'two words', 'tok\u0000en'])('should refuse the token %j before anything is sent', async (token) => {
  const { transport, tokens } = gatewayOf();
  expect((await follow({ token, transport })).outcome).toMatchObject({
    name: 'FeedError',
    code: 'UNAUTHENTICATED',
    message: 'The session token has spaces or non-ASCII characters.',
  });
  expect(tokens).toEqual([]);
});

it.each([null, () => null, async () => undefined])(
  'should take %o for no token, as localStorage has it',
  async (token) => {
    const { transport, tokens } = gatewayOf([end]);
    expect((await follow({ token, transport })).outcome).toBe(1);
    expect(tokens).toEqual([undefined]);
  },
);

it('should take a token without the line break that it was read with', async () => {
  const { transport, tokens } = gatewayOf([end]);
  await follow({ token: 'abc\n', transport });
  expect(tokens).toEqual(['abc']);
});

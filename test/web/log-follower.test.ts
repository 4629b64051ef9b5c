import { describe, expect, it } from 'vitest';
import { type FeedEvent, LogFollower, type OpenFeed } from '../../examples/web/src/build/log/model/log-follower.ts';
import { feedLines } from './log-lines.ts';

/** Frames that come when the test says so. */
function frames() {
  let waiting: (() => void)[] = [];
  return {
    nextFrame: (flush: () => void) => void waiting.push(flush),
    draw: () => {
      const due = waiting;
      waiting = [];
      for (const flush of due) flush();
      return due.length;
    },
  };
}

const batch = (count: number, first: number): FeedEvent => ({
  __typename: 'BuildLogBatch',
  logs: feedLines(count, first),
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

function feed(...events: (FeedEvent | Error)[]): { open: OpenFeed; afters: (string | undefined)[] } {
  const afters: (string | undefined)[] = [];
  async function* open({ after, onState }: Parameters<OpenFeed>[0]) {
    afters.push(after);
    onState('live');
    for (const event of events.splice(0)) {
      if (event instanceof Error) throw event;
      yield event;
    }
  }
  return { open, afters };
}

describe('a follower of a log', () => {
  it('tells of many batches once in a frame', async () => {
    const { nextFrame, draw } = frames();
    const { open } = feed(batch(300, 1), batch(300, 301), batch(300, 601));
    const follower = new LogFollower({ nextFrame });
    let told = 0;
    follower.subscribe(() => told++);
    follower.start(open);
    await settled();
    expect(told).toBe(0);
    expect(draw()).toBe(1);
    expect(told).toBe(1);
    expect(follower.snapshot()).toMatchObject({ state: 'live', version: 3 });
    expect(follower.snapshot().log.count).toBe(900);
  });

  it('ends with the end event alone', async () => {
    const { nextFrame, draw } = frames();
    const { open } = feed(batch(1, 1), { __typename: 'BuildLogEnd', build: { status: 'FAILED' } });
    const follower = new LogFollower({ nextFrame });
    follower.start(open);
    await settled();
    draw();
    expect(follower.snapshot()).toMatchObject({ state: 'ended', finalStatus: 'FAILED' });
  });

  it('goes on behind its last line when it is left and comes back', async () => {
    const { nextFrame } = frames();
    const { open, afters } = feed(batch(3, 1));
    const follower = new LogFollower({ nextFrame });
    const leave = follower.start(open);
    await settled();
    leave();
    follower.start(open);
    await settled();
    expect(afters).toEqual([undefined, '3']);
  });

  it('goes on behind its last line with another feed of the same log, also after a failure', async () => {
    const { nextFrame, draw } = frames();
    const expired = feed(batch(3, 1), new Error('Sign in'));
    const renewed = feed(batch(2, 4));
    const follower = new LogFollower({ nextFrame });
    const leave = follower.start(expired.open);
    await settled();
    draw();
    expect(follower.snapshot().state).toBe('failed');
    leave();
    follower.start(renewed.open);
    await settled();
    draw();
    expect(renewed.afters).toEqual(['3']);
    expect(follower.snapshot()).toMatchObject({ state: 'live', error: undefined });
    expect(follower.snapshot().log.count).toBe(5);
  });

  it('asks for nothing more once it has ended', async () => {
    const { nextFrame, draw } = frames();
    const { open } = feed(batch(1, 1), { __typename: 'BuildLogEnd', build: { status: 'FAILED' } });
    const renewed = feed();
    const follower = new LogFollower({ nextFrame });
    follower.start(open);
    await settled();
    draw();
    follower.start(renewed.open);
    await settled();
    draw();
    expect(renewed.afters).toEqual([]);
    expect(follower.snapshot().state).toBe('ended');
  });

  it('says why it failed, and takes back what the gateway found not to be the log', async () => {
    const { nextFrame, draw } = frames();
    const failure = Object.assign(new Error('Another order'), { code: 'UPSTREAM_BAD_RESPONSE', lastId: '2' });
    const { open, afters } = feed(batch(5, 1), failure);
    const follower = new LogFollower({ nextFrame });
    follower.start(open);
    await settled();
    draw();
    expect(follower.snapshot()).toMatchObject({ state: 'failed', error: failure });
    follower.retry();
    await settled();
    draw();
    expect(afters).toEqual([undefined, '2']);
    expect(follower.snapshot()).toMatchObject({ state: 'live', error: undefined });
    expect(follower.snapshot().log.count).toBe(2);
  });

  it('keeps all lines when a failure says no place', async () => {
    const { nextFrame, draw } = frames();
    const { open, afters } = feed(batch(5, 1), new Error('Gone'));
    const follower = new LogFollower({ nextFrame });
    follower.start(open);
    await settled();
    draw();
    follower.retry();
    expect(afters).toEqual([undefined, '5']);
    expect(follower.snapshot().log.count).toBe(5);
  });
});

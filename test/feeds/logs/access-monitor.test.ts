import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../../src/coder/response/failures.ts';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import { Deferred } from '../../../src/feeds/deferred.ts';
import { AccessMonitor } from '../../../src/feeds/logs/access-monitor.ts';
import { StaggeredSchedule } from '../../../src/feeds/staggered-schedule.ts';

const NOT_FOUND = new UpstreamError('NOT_FOUND', 'no such target', { status: 404 });
const REVOKED = new UpstreamError('UNAUTHENTICATED', 'no such session', { status: 401 });
const AWAY = new UpstreamError('UPSTREAM_UNAVAILABLE', 'no answer', { status: 503 });

const ann = { identity: 'ann', token: 'ann-1' };
const bob = { identity: 'bob', token: 'bob-1' };
const eve = { identity: 'eve', token: 'eve-1' };

/** A monitor whose questions the test answers; `events` is what it has said. */
function start(options: { targetCanVanish?: boolean } = {}) {
  const clock = new ManualClock();
  const random = () => 0.5;
  const events: unknown[] = [];
  const asked: { token: string; answer: Deferred<void> }[] = [];
  const monitor: AccessMonitor = new AccessMonitor(
    {
      timings: { clock, random, accessCheckJitterMs: 2_000, recheckMs: 5_000, backoffMaxMs: 1_000 },
      schedule: new StaggeredSchedule({ clock, random, periodMs: 25_000 }),
      targetCanVanish: options.targetCanVanish ?? false,
      ask: (token) => {
        const answer = new Deferred<void>();
        asked.push({ token, answer });
        return answer.promise;
      },
      lost: (identity, error) => {
        events.push(['lost', identity, (error as UpstreamError).code]);
        monitor.remove(identity);
      },
      ownerChanged: (token) => events.push(['owner', token]),
      targetGone: () => {
        events.push('gone');
        monitor.stop();
      },
    },
    ann,
  );
  /** Answers the oldest question; undefined: this token may read. */
  async function answer(token: string, error?: unknown) {
    const question = asked.shift();
    expect(question?.token).toBe(token);
    if (error === undefined) question?.answer.resolve();
    else question?.answer.reject(error);
    // The answer passes through the promises of the check.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  return { clock, monitor, events, asked, answer, tokens: () => asked.map(({ token }) => token) };
}

describe('access monitor', () => {
  it('should ask for each identity once per period', async () => {
    const { clock, monitor, tokens, answer, events } = start();
    monitor.add(bob);
    monitor.add(bob);
    clock.advance(25_000);
    expect(tokens()).toEqual(['ann-1', 'bob-1']);
    await answer('ann-1');
    await answer('bob-1');
    clock.advance(25_000);
    expect(tokens()).toEqual(['ann-1', 'bob-1']);
    expect(events).toEqual([]);
  });

  it('should share the answer among those who ask for one identity at the same time', async () => {
    const { monitor, tokens, answer } = start();
    const checks = Promise.all([monitor.check(bob), monitor.check(bob)]);
    expect(tokens()).toEqual(['bob-1']);
    await answer('bob-1');
    await checks;
    const refused = monitor.check(bob);
    const expectation = expect(refused).rejects.toBe(REVOKED);
    await answer('bob-1', REVOKED);
    await expectation;
  });

  it('should report an identity whose right is lost, and only that one', async () => {
    const { clock, monitor, answer, events } = start();
    monitor.add(bob);
    clock.advance(25_000);
    await answer('ann-1');
    await answer('bob-1', NOT_FOUND);
    expect(events).toEqual([['lost', 'bob', 'NOT_FOUND']]);
  });

  it('should go on with another token when the owner loses its right or leaves', () => {
    const { monitor, events } = start();
    monitor.add(bob);
    monitor.add(eve);
    monitor.ownerDenied(REVOKED);
    monitor.remove('bob');
    expect(events).toEqual([
      ['lost', 'ann', 'UNAUTHENTICATED'],
      ['owner', 'bob-1'],
      ['owner', 'eve-1'],
    ]);
  });

  it('should take no answer for no refusal, and ask again after recheckMs', async () => {
    const { clock, answer, tokens, events } = start();
    clock.advance(25_000);
    await answer('ann-1', AWAY);
    clock.advance(4_999);
    expect(tokens()).toEqual([]);
    clock.advance(1);
    await answer('ann-1');
    expect(events).toEqual([]);
  });

  it('should ask for all but the owner after a new socket, spread and at most once in recheckMs', async () => {
    const { clock, monitor, answer, tokens } = start();
    monitor.add(bob);
    clock.advance(5_000);
    monitor.socketOpened();
    clock.advance(999);
    expect(tokens()).toEqual([]);
    clock.advance(1);
    expect(tokens()).toEqual(['bob-1']);
    await answer('bob-1');
    for (let sockets = 0; sockets < 4; sockets++) {
      monitor.socketOpened();
      clock.advance(1_000);
    }
    expect(tokens()).toEqual([]);
    clock.advance(1_000);
    expect(tokens()).toEqual(['bob-1']);
  });

  it('should ask no more for an identity that has left, and ignore its late answer', async () => {
    const { clock, monitor, answer, tokens, events } = start();
    monitor.add(bob);
    clock.advance(25_000);
    monitor.remove('bob');
    await answer('ann-1');
    await answer('bob-1', REVOKED);
    clock.advance(25_000);
    expect(tokens()).toEqual(['ann-1']);
    expect(events).toEqual([]);
  });

  it('should say nothing and set no timer once it is stopped', async () => {
    const { clock, monitor, answer, events } = start();
    monitor.add(bob);
    clock.advance(25_000);
    monitor.socketOpened();
    monitor.stop();
    await answer('ann-1', REVOKED);
    await answer('bob-1', AWAY);
    monitor.ownerDenied(REVOKED);
    monitor.remove('ann');
    expect(events).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('access monitor of a target that can vanish', () => {
  it('should report the target as gone when each identity was told so', () => {
    const { monitor, events } = start({ targetCanVanish: true });
    monitor.ownerDenied(NOT_FOUND);
    expect(events).toEqual(['gone']);
  });

  it('should ask with another token what NOT_FOUND means, and report a lost right when the target is there', async () => {
    const { monitor, answer, events } = start({ targetCanVanish: true });
    monitor.add(bob);
    monitor.ownerDenied(NOT_FOUND);
    expect(events).toEqual([['owner', 'bob-1']]);
    await answer('bob-1');
    expect(events.slice(1)).toEqual([['lost', 'ann', 'NOT_FOUND']]);
  });

  it('should report the target as gone when the other token says so too', async () => {
    const { monitor, answer, events } = start({ targetCanVanish: true });
    monitor.add(bob);
    monitor.denied('bob', NOT_FOUND);
    await answer('ann-1', NOT_FOUND);
    expect(events).toEqual(['gone']);
  });

  it('should ask again when the other token gets no answer', async () => {
    const { clock, monitor, answer, tokens, events } = start({ targetCanVanish: true });
    monitor.add(bob);
    monitor.denied('bob', NOT_FOUND);
    await answer('ann-1', AWAY);
    expect([tokens(), events]).toEqual([[], []]);
    clock.advance(1_000);
    await answer('ann-1');
    expect(events).toEqual([['lost', 'bob', 'NOT_FOUND']]);
  });

  it('should report the target as gone when the only one who could say otherwise leaves', () => {
    const { monitor, events } = start({ targetCanVanish: true });
    monitor.add(bob);
    monitor.denied('bob', NOT_FOUND);
    monitor.remove('ann');
    expect(events).toEqual(['gone']);
  });
});

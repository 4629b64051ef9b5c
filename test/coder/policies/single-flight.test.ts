import { describe, expect, it } from 'vitest';
import { Cancellation } from '../../../src/coder/policies/cancellation.ts';
import { SingleFlight } from '../../../src/coder/policies/single-flight.ts';
import { deferred } from '../upstream.ts';

/** Joins the flight of this key, or starts it; `joined` says which. */
function run(
  flights: SingleFlight,
  key: string,
  signal: AbortSignal | undefined,
  work: (call: Cancellation) => Promise<unknown>,
): { result: Promise<unknown>; joined: boolean } {
  const present = flights.join(key, signal);
  return { result: present ?? flights.start(key, signal, new Cancellation(), work), joined: present !== undefined };
}

describe('SingleFlight', () => {
  it('shares the work of a key while it is under way, and no longer', async () => {
    const flights = new SingleFlight();
    const answer = deferred<string>();
    const first = run(flights, 'key', undefined, () => answer.promise);
    const second = run(flights, 'key', undefined, () => Promise.reject(new Error('must not run')));
    expect([first.joined, second.joined]).toEqual([false, true]);
    answer.resolve('shared');
    expect(await Promise.all([first.result, second.result])).toEqual(['shared', 'shared']);
    const third = run(flights, 'key', undefined, async () => 'again');
    expect(third.joined).toBe(false);
    expect(await third.result).toBe('again');
  });

  it('keeps keys apart', async () => {
    const flights = new SingleFlight();
    const runs = ['a', 'b'].map((key) => run(flights, key, undefined, async () => key));
    expect(await Promise.all(runs.map(({ result }) => result))).toEqual(['a', 'b']);
    expect(runs.map(({ joined }) => joined)).toEqual([false, false]);
  });

  it('goes on for those who stay, and is aborted when the last one leaves', async () => {
    const flights = new SingleFlight();
    const [one, two] = [new AbortController(), new AbortController()];
    let work: Cancellation | undefined;
    const never = (call: Cancellation) => {
      work = call;
      return new Promise<never>(() => {});
    };
    const first = run(flights, 'key', one.signal, never);
    const second = run(flights, 'key', two.signal, never);
    const [left, leftLast] = [new Error('one leaves'), new Error('two leaves')];
    one.abort(left);
    await expect(first.result).rejects.toBe(left);
    expect(work?.aborted).toBe(false);
    two.abort(leftLast);
    await expect(second.result).rejects.toBe(leftLast);
    expect(work?.aborted).toBe(true);
    expect(work?.reason).toBe(leftLast);
  });

  it('does not let anybody join work that was aborted', async () => {
    const flights = new SingleFlight();
    const leaving = new AbortController();
    const first = run(flights, 'key', leaving.signal, () => new Promise<never>(() => {}));
    leaving.abort(new Error('gone'));
    const second = run(flights, 'key', undefined, async () => 'new');
    await expect(first.result).rejects.toThrow('gone');
    expect(second.joined).toBe(false);
    expect(await second.result).toBe('new');
  });

  it('refuses who has left already', async () => {
    const flights = new SingleFlight();
    const { result } = run(flights, 'key', AbortSignal.abort(new Error('gone before')), async () => 'late');
    await expect(result).rejects.toThrow('gone before');
  });

  it('after clear, nobody joins what is under way, which still serves its own', async () => {
    const flights = new SingleFlight();
    const stale = deferred<string>();
    const before = run(flights, 'key', undefined, () => stale.promise);
    flights.clear();
    const after = run(flights, 'key', undefined, async () => 'fresh');
    expect(after.joined).toBe(false);
    stale.resolve('stale');
    expect(await Promise.all([before.result, after.result])).toEqual(['stale', 'fresh']);
    // The end of the old flight does not take the new one's place away.
    const held = deferred<string>();
    const newest = run(flights, 'key', undefined, () => held.promise);
    expect(run(flights, 'key', undefined, async () => 'other').joined).toBe(true);
    held.resolve('held');
    expect(await newest.result).toBe('held');
  });

  it('gives a failure to all who wait, and forgets it', async () => {
    const flights = new SingleFlight();
    const failing = async () => {
      throw new Error('failed');
    };
    const runs = [1, 2].map(() => run(flights, 'key', new AbortController().signal, failing));
    for (const { result } of runs) await expect(result).rejects.toThrow('failed');
    expect(run(flights, 'key', undefined, async () => 'fine').joined).toBe(false);
  });

  it('lets each operation go on in a task of its own, with all that it waits for', async () => {
    const flights = new SingleFlight();
    const answer = deferred<string>();
    const told: string[] = [];
    const operations = [1, 2, 3].map((number) => {
      const { signal } = new AbortController();
      const waits = ['a', 'b'].map((name) =>
        run(flights, 'key', signal, () => answer.promise).result.then(() => told.push(`${number}${name}`)),
      );
      return Promise.all(waits);
    });
    answer.resolve('shared');
    await operations[0];
    expect(told).toEqual(['1a', '1b']);
    await operations[1];
    expect(told).toEqual(['1a', '1b', '2a', '2b']);
    await operations[2];
    expect(told).toEqual(['1a', '1b', '2a', '2b', '3a', '3b']);
  });

  it('tells nothing to an operation that leaves before its task', async () => {
    const flights = new SingleFlight();
    const answer = deferred<string>();
    const leaving = new AbortController();
    const first = run(flights, 'key', new AbortController().signal, () => answer.promise);
    const second = run(flights, 'key', leaving.signal, () => answer.promise);
    answer.resolve('shared');
    expect(await first.result).toBe('shared');
    leaving.abort(new Error('gone'));
    await expect(second.result).rejects.toThrow('gone');
  });
});

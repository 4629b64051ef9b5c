import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { PullIterator, type Receiver } from '../../src/feeds/pull-iterator.ts';

const done = { done: true, value: undefined };

/** Answers nothing by itself; its protected methods are open to the test. */
class Manual extends PullIterator<number> {
  pulls = 0;
  releases = 0;
  onPull = () => {};

  constructor(signal?: AbortSignal) {
    super();
    this.endOn(signal);
  }

  override get done() {
    return super.done;
  }

  override get waiting() {
    return super.waiting;
  }

  override give(value: number) {
    super.give(value);
  }

  override giveLast(value: number) {
    super.giveLast(value);
  }

  override end() {
    super.end();
  }

  protected pull() {
    this.pulls++;
    this.onPull();
  }

  protected released() {
    this.releases++;
  }
}

describe('PullIterator', () => {
  it('should pull only when a next() waits, and give it the value, at once or later', async () => {
    const iterator = new Manual();
    expect([iterator.pulls, iterator.waiting]).toEqual([0, false]);
    const first = iterator.next();
    expect([iterator.pulls, iterator.waiting]).toEqual([1, true]);
    iterator.give(1);
    expect(iterator.waiting).toBe(false);
    expect(await first).toEqual({ done: false, value: 1 });
    iterator.onPull = () => iterator.give(2);
    expect(await iterator.next()).toEqual({ done: false, value: 2 });
  });

  it('should answer next() calls one after the other, in their order', async () => {
    const iterator = new Manual();
    const results = Promise.all([iterator.next(), iterator.next(), iterator.next()]);
    expect(iterator.pulls).toBe(1);
    iterator.onPull = () => {
      iterator.give(iterator.pulls);
      if (iterator.pulls === 2) iterator.end();
    };
    iterator.give(1);
    expect(await results).toEqual([{ done: false, value: 1 }, { done: false, value: 2 }, done]);
    expect(iterator.pulls).toBe(2);
  });

  it('should end by return() at once, also while next() calls wait', async () => {
    const iterator = new Manual();
    const waiting = [iterator.next(), iterator.next()];
    expect(await iterator.return()).toEqual(done);
    expect(await Promise.all(waiting)).toEqual([done, done]);
    expect(await iterator.next()).toEqual(done);
    await iterator.return();
    expect([iterator.pulls, iterator.releases, iterator.done]).toEqual([1, 1, true]);
  });

  it('should end by throw(), which rejects with the error it was given', async () => {
    const iterator = new Manual();
    const waiting = iterator.next();
    await expect(iterator.throw(new Error('mine'))).rejects.toThrow('mine');
    expect(await waiting).toEqual(done);
    expect(await iterator.next()).toEqual(done);
    expect(iterator.releases).toBe(1);
  });

  it('should be released before a next() that waits learns of the end', async () => {
    const iterator = new Manual();
    const waiting = iterator.next().then(() => iterator.releases);
    iterator.end();
    expect(iterator.releases).toBe(1);
    expect(await waiting).toBe(1);
  });

  it('should throw a failure from the next() that waits, and then be done', async () => {
    const iterator = new Manual();
    const waiting = [iterator.next(), iterator.next()] as const;
    iterator.fail(new Error('first'));
    iterator.fail(new Error('second'));
    await expect(waiting[0]).rejects.toThrow('first');
    expect(await waiting[1]).toEqual(done);
    expect(await iterator.next()).toEqual(done);
    expect(iterator.releases).toBe(1);
  });

  it('should throw a failure from one next() when none waited', async () => {
    const iterator = new Manual();
    iterator.fail(new Error('early'));
    await expect(iterator.next()).rejects.toThrow('early');
    expect(await iterator.next()).toEqual(done);
    expect(iterator.pulls).toBe(0);
  });

  it('should drop a failure that no next() has thrown when return() is called', async () => {
    const iterator = new Manual();
    iterator.fail(new Error('early'));
    await iterator.return();
    expect(await iterator.next()).toEqual(done);
  });

  it('should fail with what pull() throws', async () => {
    const iterator = new Manual();
    iterator.onPull = () => {
      throw new Error('broken');
    };
    await expect(iterator.next()).rejects.toThrow('broken');
    expect(await iterator.next()).toEqual(done);
  });

  it('should end when the signal is aborted, and not hold on to it afterwards', async () => {
    const leaving = new AbortController();
    const iterator = new Manual(leaving.signal);
    const waiting = iterator.next();
    leaving.abort();
    expect(await waiting).toEqual(done);
    const other = new AbortController();
    await new Manual(other.signal).return();
    expect(getEventListeners(other.signal, 'abort')).toEqual([]);
  });

  it('should be done from the start when the signal is aborted already', async () => {
    const iterator = new Manual(AbortSignal.abort());
    expect([iterator.done, iterator.releases]).toEqual([true, 1]);
    expect(await iterator.next()).toEqual(done);
    expect(iterator.pulls).toBe(0);
  });

  it('should refuse a value that no next() waits for, since it would be lost', () => {
    const iterator = new Manual();
    expect(() => iterator.give(1)).toThrow('give() answers a next() that waits, and none does.');
  });

  it('should ignore what is given after the end', async () => {
    const iterator = new Manual();
    const waiting = iterator.next();
    iterator.end();
    iterator.give(1);
    iterator.fail(new Error('late'));
    expect(await waiting).toEqual(done);
    expect(await iterator.next()).toEqual(done);
  });

  describe('ask()', () => {
    /** Writes down what it is told, and may ask again at once. */
    function receiver(told: (name: string, value?: unknown) => void): Receiver<number> {
      return {
        given: (value) => told('given', value),
        ended: () => told('ended'),
        failed: (error) => told('failed', error),
      };
    }

    it('should be answered once, at once or later, without a promise', () => {
      const iterator = new Manual();
      const told: unknown[] = [];
      const asking = receiver((name, value) => told.push([name, value]));
      iterator.ask(asking);
      expect(() => iterator.ask(asking)).toThrow('has not come yet');
      expect(told).toEqual([]);
      iterator.give(1);
      expect(told).toEqual([['given', 1]]);
      iterator.onPull = () => iterator.give(2);
      iterator.ask(asking);
      const error = new Error('broken');
      iterator.onPull = () => iterator.fail(error);
      iterator.ask(asking);
      iterator.ask(asking);
      expect(told).toEqual([
        ['given', 1],
        ['given', 2],
        ['failed', error],
        ['ended', undefined],
      ]);
    });

    it('should take the next call from within the answer', () => {
      const iterator = new Manual();
      const told: string[] = [];
      const asking = receiver((name) => {
        told.push(name);
        if (name === 'given') iterator.ask(asking);
      });
      iterator.ask(asking);
      iterator.give(1);
      iterator.give(2);
      expect(iterator.waiting).toBe(true);
      iterator.giveLast(3);
      expect(told).toEqual(['given', 'given', 'given', 'ended']);
      expect(iterator.releases).toBe(1);
    });

    it('should be told of the end, and throw a failure that came before', () => {
      const iterator = new Manual();
      const told: string[] = [];
      iterator.fail(new Error('early'));
      iterator.ask(receiver((name) => told.push(name)));
      const other = new Manual();
      other.ask(receiver((name) => told.push(name)));
      void other.return();
      expect(told).toEqual(['failed', 'ended']);
    });
  });
});

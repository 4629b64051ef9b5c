export interface EventResultsOptions<Event, Result> {
  /** Ends the results when the client has gone. */
  signal: AbortSignal;
  run: (event: Event) => Promise<Result>;
  /** The last result, when the source or `run` throws. */
  failed: (error: unknown) => Result;
  /** Called once, however the results end. */
  ended: () => void;
}

const done = { done: true, value: undefined } as const;

/**
 * The results of a source's events. Never throws: a failure is a last result, then the end. `return()` ends it at
 * once, also while a `next()` waits, which an async generator cannot: it would queue behind that `next()`.
 */
export function eventResults<Event, Result>(
  source: AsyncIterable<Event>,
  { signal, run, failed, ended }: EventResultsOptions<Event, Result>,
): AsyncGenerator<Result, void, void> {
  const events = source[Symbol.asyncIterator]();
  const waiting = new Set<() => void>();
  let over = false;

  function end(): void {
    if (over) return;
    over = true;
    signal.removeEventListener('abort', end);
    ended();
    // A generator in the middle of its work returns only after that work, so nobody waits for it.
    Promise.resolve(events.return?.()).catch(() => {});
    for (const wake of waiting) wake();
  }

  async function step(settle: (result: IteratorResult<Result, void>) => void): Promise<void> {
    try {
      const event = await events.next();
      if (event.done) end();
      else if (!over) settle({ done: false, value: await run(event.value) });
    } catch (error) {
      if (over) return;
      // Before the end, which answers whoever still waits.
      settle({ done: false, value: failed(error) });
      end();
    }
  }

  const results: AsyncGenerator<Result, void, void> = {
    next: () => {
      if (over) return Promise.resolve(done);
      return new Promise((resolve) => {
        const wake = () => resolve(done);
        waiting.add(wake);
        void step((result) => {
          waiting.delete(wake);
          resolve(result);
        });
      });
    },
    return: () => {
      end();
      return Promise.resolve(done);
    },
    throw: (error) => {
      end();
      return Promise.reject(error);
    },
    [Symbol.asyncIterator]: () => results,
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return results;
}

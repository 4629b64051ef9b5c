import { expect, it, onTestFinished, vi } from 'vitest';
import { followBuildLog, type Transport } from '../../src/client/index.ts';

it.each([7, 300, 4_000_000, 1e12])(
  'should come back when it was asked to wait for %d s, in five minutes at most',
  async (retryAfter) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const limited = { errors: [{ message: 'slower', extensions: { code: 'RATE_LIMITED', retryAfter } }] };
    let attempts = 0;
    const transport: Transport = async function* () {
      attempts++;
      yield limited;
    };
    const abort = new AbortController();
    const feed = followBuildLog({
      url: 'http://gateway/',
      buildId: 'b',
      transport,
      retryDelayMs: 1,
      signal: abort.signal,
    });
    const next = feed.next().catch(() => {});
    const pauseMs = Math.min(retryAfter, 300) * 1_000;
    await vi.advanceTimersByTimeAsync(pauseMs - 1);
    expect(attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(attempts).toBe(2);
    abort.abort();
    await next;
  },
);

import { expect, it } from 'vitest';
import { deadline, neverAborted, type Wrapper, wrapped } from '../../../src/coder/policies/wrappers.ts';

it('wrappers stand around the work, the first outermost', async () => {
  const order: string[] = [];
  const named =
    (name: string): Wrapper<string> =>
    (work) =>
    async (signal) => {
      order.push(`${name} begins`);
      const value = await work(signal);
      order.push(`${name} ends`);
      return value;
    };
  expect(await wrapped([named('outer'), named('inner')], async () => 'value')(neverAborted())).toBe('value');
  expect(order).toEqual(['outer begins', 'inner begins', 'inner ends', 'outer ends']);
});

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(new Error('broken by the abort'));
    signal.addEventListener('abort', () => reject(new Error('broken by the abort')));
  });

it('a deadline ends the work, and is the reason', async () => {
  const result = deadline(20)(untilAborted)(neverAborted());
  await expect(result).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
});

it.each(['before', 'during'])('a caller that leaves %s the work ends it, and is the reason', async (when) => {
  const caller = new AbortController();
  const gone = new Error('the caller has gone');
  if (when === 'before') caller.abort(gone);
  const result = deadline(60_000)(untilAborted)(caller.signal);
  caller.abort(gone);
  await expect(result).rejects.toBe(gone);
});

it('an error of work that nobody ended is passed on', async () => {
  const work = () => Promise.reject(new Error('its own'));
  await expect(deadline(60_000)(work)(neverAborted())).rejects.toThrow('its own');
});

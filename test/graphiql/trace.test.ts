import { expect, it } from 'vitest';
import { bar, splitTrace } from '../../graphiql/src/trace.ts';

const upstream = { calls: 1, shared: 0, cached: 0, durationMs: 10, requests: [] };

it('takes the trace out of an answer, and nothing else', () => {
  expect(splitTrace({ data: { a: 1 }, extensions: { upstream, other: 2 } })).toEqual({
    trace: upstream,
    rest: { data: { a: 1 }, extensions: { other: 2 } },
  });
  expect(splitTrace({ data: null, extensions: { upstream } }).rest).toEqual({ data: null });
  expect(splitTrace({ data: null })).toEqual({ trace: undefined, rest: { data: null } });
});

it('draws a call to scale, and always so that it is seen', () => {
  const call = (startMs: number, durationMs: number) =>
    bar({ method: 'GET', route: '/', status: 200, startMs, durationMs, source: 'network' }, 200);
  expect(call(50, 100)).toEqual({ left: 25, width: 50 });
  expect(call(0, 0)).toEqual({ left: 0, width: 1 });
  expect(call(200, 10)).toEqual({ left: 99, width: 1 });
});

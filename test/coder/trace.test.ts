import { expect, it } from 'vitest';
import { Trace } from '../../src/coder/trace.ts';

it('counts what went over the network apart from what was shared, and rounds times', () => {
  const trace = new Trace();
  const request = { method: 'GET', route: '/workspaces', status: 200, durationMs: 1.23456 };
  trace.add({ ...request, source: 'network' });
  trace.add({ ...request, source: 'shared' });
  trace.add({ ...request, status: undefined, source: 'network' });
  expect(trace.toJSON()).toEqual({
    calls: 2,
    shared: 1,
    cached: 0,
    durationMs: expect.any(Number),
    requests: [
      { ...request, durationMs: 1.23, source: 'network' },
      { ...request, durationMs: 1.23, source: 'shared' },
      { ...request, durationMs: 1.23, status: undefined, source: 'network' },
    ],
  });
});

import { expect, it, onTestFinished, vi } from 'vitest';
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
      { ...request, startMs: expect.any(Number), durationMs: 1.23, source: 'network' },
      { ...request, startMs: expect.any(Number), durationMs: 1.23, source: 'shared' },
      { ...request, startMs: expect.any(Number), durationMs: 1.23, status: undefined, source: 'network' },
    ],
  });
});

it('says when each request began, counted from the start of the operation', () => {
  const now = vi.spyOn(performance, 'now');
  onTestFinished(() => now.mockRestore());
  const at = (milliseconds: number) => now.mockReturnValue(1000 + milliseconds);
  at(0);
  const trace = new Trace();
  const add = (durationMs: number) =>
    trace.add({ method: 'GET', route: '/users/{user}', status: 200, durationMs, source: 'network' });
  at(30);
  add(20);
  at(45);
  add(5);
  at(50);
  add(50.1);
  expect(trace.toJSON().requests.map(({ startMs }) => startMs)).toEqual([10, 40, 0]);
});

import { expect, test } from 'vitest';
import { Readiness } from '../../../../src/server/observability/readiness.ts';
import { createStub } from '../../stub-gateway.ts';

function setup() {
  const state = { now: 0, probes: 0, fails: false };
  const probe = async () => {
    state.probes += 1;
    if (state.fails) throw new Error('refused');
  };
  const changes: unknown[] = [];
  const log = { info: (message: string) => changes.push(message), warn: (fields: object) => changes.push(fields) };
  return { state, changes, readiness: new Readiness({ probe, log, now: () => state.now }) };
}

test('the upstream is asked at most every two seconds, once for all who ask', async () => {
  const { state, readiness } = setup();
  await Promise.all([readiness.reason(), readiness.reason()]);
  state.now = 1_999;
  expect(await readiness.reason()).toBeUndefined();
  expect(state.probes).toBe(1);
  state.now = 2_000;
  await readiness.reason();
  expect(state.probes).toBe(2);
});

test('one failure alone does not change the answer, a second does, a success changes it back', async () => {
  const { state, readiness } = setup();
  const later = () => {
    state.now += 2_000;
    return readiness.reason();
  };
  expect(await later()).toBeUndefined();
  state.fails = true;
  expect(await later()).toBeUndefined();
  expect(await later()).toBe('upstream does not answer');
  state.fails = false;
  expect(await later()).toBeUndefined();
});

test('a change is told once, with what failed', async () => {
  const { state, changes, readiness } = setup();
  const later = (fails: boolean) => {
    state.fails = fails;
    state.now += 2_000;
    return readiness.reason();
  };
  for (const fails of [false, true, false]) await later(fails);
  expect(changes).toEqual([]);
  for (const fails of [true, true, true]) await later(fails);
  expect(changes).toEqual([{ cause: 'refused' }]);
  for (const fails of [false, false]) await later(fails);
  expect(changes).toEqual([{ cause: 'refused' }, 'ready: Coder answers again']);
});

test('a process that has never reached its upstream is not ready', async () => {
  const { state, readiness } = setup();
  state.fails = true;
  expect(await readiness.reason()).toBe('upstream does not answer');
});

test('a probe that hangs counts as failed', async () => {
  const readiness = new Readiness({ probe: () => new Promise(() => {}), timeoutMs: 5 });
  expect(await readiness.reason()).toBe('upstream does not answer');
});

test('/healthz answers while /readyz says why not', async () => {
  const { gateway } = createStub({}, { probe: () => Promise.reject(new Error('refused')) });
  const get = (path: string) => gateway.pipeline.fetch(`http://127.0.0.1:4000${path}`);
  expect((await get('/healthz')).status).toBe(200);
  const ready = await get('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ status: 'not ready', reason: 'upstream does not answer' });
});

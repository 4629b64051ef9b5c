import { expect, test } from 'vitest';
import { TaskQueue } from '../../../src/coder/policies/task-queue.ts';

test('tasks are done in order, each with its microtasks, and the event loop turns between long ones', async () => {
  const queue = new TaskQueue();
  const done: string[] = [];
  const turned = new Promise<void>((resolve) => {
    setTimeout(() => {
      done.push('timer');
      resolve();
    }, 1);
  });
  const long = (name: string) => async () => {
    const end = performance.now() + 20;
    while (performance.now() < end);
    await null;
    done.push(name);
  };
  const all = new Promise<void>((resolve) => {
    for (const name of ['one', 'two', 'three']) queue.add(long(name));
    queue.add(resolve);
  });
  await Promise.all([all, turned]);
  expect(done.filter((name) => name !== 'timer')).toEqual(['one', 'two', 'three']);
  expect(done.indexOf('timer')).toBeLessThan(2);
});

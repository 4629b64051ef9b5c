import { describe, expect, it } from 'vitest';
import { DialQueue } from '../../src/coder/connection/dial-queue.ts';

const turns = () => new Promise(setImmediate);

describe('dial queue', () => {
  it('should admit in order, never more than the limit, never within enter', async () => {
    const queue = new DialQueue(2);
    const dialed: number[] = [];
    const leave = Array.from({ length: 5 }, (_, index) => queue.enter(() => dialed.push(index)));
    expect(dialed).toEqual([]);
    await turns();
    expect(dialed).toEqual([0, 1]);
    leave[1]?.();
    expect(dialed).toEqual([0, 1, 2]);
    expect(queue.active).toBe(2);
    // One that waits gives up; calling it again changes nothing.
    leave[3]?.();
    leave[3]?.();
    leave[0]?.();
    leave[0]?.();
    expect(dialed).toEqual([0, 1, 2, 4]);
    expect(queue.active).toBe(2);
    leave[2]?.();
    leave[4]?.();
    expect(queue.active).toBe(0);
  });
});

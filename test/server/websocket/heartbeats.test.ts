import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { Heartbeats } from '../../../src/server/websocket/heartbeats.ts';

const EVERY_MS = 12_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A socket with a heartbeat, and what the gateway has done to it. */
function started() {
  const heartbeats = new Heartbeats(EVERY_MS);
  onTestFinished(() => heartbeats.close());
  const connection = { bytesWritten: 100 };
  const done: string[] = [];
  const socket = Object.assign(new EventEmitter(), {
    ping: () => {
      done.push('ping');
      connection.bytesWritten += 2;
    },
    terminate: () => done.push('terminate'),
  });
  const release = heartbeats.add(socket as unknown as WebSocket, connection);
  return { socket, connection, done, release };
}

describe('the heartbeat of a socket', () => {
  it('should be a ping at each beat while nothing is written to it', () => {
    const { socket, done } = started();
    for (let beats = 1; beats <= 5; beats++) {
      vi.advanceTimersByTime(EVERY_MS);
      expect(done).toHaveLength(beats);
      socket.emit('pong');
    }
  });

  it('should be a ping at every second beat while something is written to it', () => {
    const { socket, connection, done } = started();
    for (let beats = 1; beats <= 6; beats++) {
      connection.bytesWritten += 500;
      vi.advanceTimersByTime(EVERY_MS);
      expect(done).toHaveLength(Math.floor(beats / 2));
      if (beats % 2 === 0) socket.emit('pong');
    }
  });

  it.each([
    ['nothing is', 0],
    ['something is', 500],
  ])('should end at the fifth beat without a sign of life, while %s written to it', (_, bytes) => {
    const { connection, done } = started();
    for (let beats = 1; beats <= 5; beats++) {
      expect(done).not.toContain('terminate');
      connection.bytesWritten += bytes;
      vi.advanceTimersByTime(EVERY_MS);
    }
    expect(done.at(-1)).toBe('terminate');
    expect(done.filter((each) => each === 'ping').length).toBeGreaterThanOrEqual(3);
  });

  it('should count a message as a sign of life', () => {
    const { socket, done } = started();
    for (let beats = 1; beats <= 10; beats++) {
      vi.advanceTimersByTime(EVERY_MS);
      socket.emit('message');
    }
    expect(done).not.toContain('terminate');
  });

  it('should end with its release', () => {
    const { done, release } = started();
    release();
    vi.advanceTimersByTime(10 * EVERY_MS);
    expect(done).toEqual([]);
  });
});

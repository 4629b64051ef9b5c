import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildRow } from '../../src/embedded/state/rows.ts';
import { followBySse } from '../e2e/sse.ts';
import { connect, follow, type Line, type Received } from '../e2e/support.ts';

export interface RoamingReader {
  lines: Line[];
  /** How often it came back. */
  resumes: number;
  /** Resolves with the end event, or when the test gave up. */
  finished: Promise<void>;
}

export interface RoamingOptions {
  build: BuildRow;
  token: string;
  /** Where it subscribes next; another replica each time, perhaps. */
  url: () => string;
  transport: 'websocket' | 'sse';
  /** Ends the reader without the end event. */
  signal: AbortSignal;
}

/** A client that comes back with its last id, wherever it may, until it has the end event. */
export function roam({ build, token, url, transport, signal }: RoamingOptions): RoamingReader {
  const reader: RoamingReader = { lines: [], resumes: -1, finished: Promise.resolve() };
  const attempt = async (): Promise<Received> => {
    const after = reader.lines.at(-1)?.id ?? null;
    if (transport === 'sse') {
      const received = followBySse(url(), token, build, after);
      await received.finished;
      return received;
    }
    const client = connect(url(), token);
    const received = follow(client, build, after);
    await received.finished;
    await client.dispose();
    return received;
  };
  const run = async () => {
    while (!signal.aborted) {
      reader.resumes++;
      const received = await attempt();
      for (const line of received.lines) reader.lines.push(line);
      if (received.end) return;
      await sleep(100);
    }
  };
  reader.finished = run();
  return reader;
}

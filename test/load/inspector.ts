import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Program } from '../e2e/program.ts';

/** What a program holds. */
export interface Held {
  /** Bytes of the heap that are in use after a garbage collection. */
  heap: number;
  /** Resident bytes. */
  resident: number;
  /** Timers, sockets and the like, by what Node calls them. */
  resources: Record<string, number>;
  /** Listeners of events of the process. */
  listeners: number;
}

/** Runs in the program. */
const HELD = `(() => {
  const { heapUsed, rss } = process.memoryUsage();
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return { heap: heapUsed, resident: rss, resources, listeners };
})()`;

/** Looks into a program that was started with `--inspect`: a scrape of `/metrics` would count garbage too. */
export async function inspect(program: Program): Promise<() => Promise<Held>> {
  const [, url = ''] = /Debugger listening on (ws:\S+)/.exec(program.output()) ?? [];
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  let calls = 0;
  const call = (method: string, params: object = {}): Promise<{ result?: { value: Held } }> => {
    const id = ++calls;
    return new Promise((resolve, reject) => {
      const heard = (data: unknown) => {
        const answer = JSON.parse(String(data));
        if (answer.id !== id) return;
        socket.off('message', heard);
        if (answer.error || answer.result.exceptionDetails) reject(new Error(`${method}: ${data}`));
        else resolve(answer.result);
      };
      socket.on('message', heard);
      socket.send(JSON.stringify({ id, method, params }));
    });
  };
  return async () => {
    await call('HeapProfiler.collectGarbage');
    const { result } = await call('Runtime.evaluate', { expression: HELD, returnByValue: true });
    if (!result) throw new Error('The inspector gave no value.');
    return result.value;
  };
}

import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command, Placement, Received, Reply } from '../readers/protocol.ts';
import { startChild } from './child.ts';

/** The process of the readers. */
export interface Readers {
  /** Opens the sockets; resolves when all have subscribed. */
  connect(placement: Placement): Promise<void>;
  /** Counts from now on. */
  count(): Promise<void>;
  report(): Promise<Received>;
  stop(): Promise<void>;
}

/** So many readers, each on one of the builds in turn. */
export function inTurn(readers: number, builds: number): number[] {
  return Array.from({ length: readers }, (_, index) => index % builds);
}

export function startReaders(): Readers {
  const main = fileURLToPath(new URL('../readers/main.js', import.meta.url));
  const child = startChild({ core: 'load', command: [process.execPath, main], ipc: true });
  const tell = async (command: Command): Promise<Reply> => {
    const answered = once(child.process, 'message');
    const failed = once(child.process, 'exit').then(() => {
      throw new Error(`The readers have stopped: ${child.output()}`);
    });
    child.process.send(command);
    return (await Promise.race([answered, failed]))[0] as Reply;
  };
  return {
    connect: async (placement) => void (await tell({ connect: placement })),
    count: async () => void (await tell({ count: true })),
    async report() {
      const reply = await tell({ report: true });
      if (!('received' in reply)) throw new Error('The readers gave no report');
      return reply.received;
    },
    stop: () => child.stop(),
  };
}

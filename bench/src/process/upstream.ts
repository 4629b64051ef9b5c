import { fileURLToPath } from 'node:url';
import type { Mode } from '../upstream/main.ts';
import { type Child, freePort, startChild } from './child.ts';

interface State {
  calls: number;
  followers: number;
}

/** The upstream's process, and how the bench steers it. */
export interface Upstream {
  url: string;
  /** Sets latency and change for the calls from now on. */
  mode(mode: Partial<Mode>): Promise<void>;
  /** Counts calls from 0 again. */
  resetCalls(): Promise<void>;
  /** Calls since the last reset, and sockets that follow a log now. */
  state(): Promise<State>;
  createFeeds(builds: number): Promise<void>;
  writeLines(linesPerSecond: number): Promise<void>;
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const port = await freePort();
  const main = fileURLToPath(new URL('../upstream/main.js', import.meta.url));
  const child: Child = startChild({
    core: 'load',
    command: [process.execPath, main],
    env: { PORT: String(port) },
    ipc: true,
  });
  child.process.stderr?.pipe(process.stderr);
  const url = `http://127.0.0.1:${port}`;
  const steer = async (path: string, body?: unknown): Promise<State> => {
    const response = await fetch(`${url}/bench/${path}`, {
      method: 'POST',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as State;
  };
  for (let attempt = 0; ; attempt++) {
    try {
      await steer('state');
      break;
    } catch (error) {
      if (attempt === 100) throw new Error(`The upstream does not start: ${child.output()}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    url,
    mode: async (mode) => void (await steer('mode', mode)),
    resetCalls: async () => void (await steer('reset')),
    state: () => steer('state'),
    createFeeds: async (builds) => void (await steer('feeds', { builds })),
    writeLines: async (linesPerSecond) => void (await steer('lines', { linesPerSecond })),
    quiet: async () => void (await steer('quiet')),
    stop: () => child.stop(),
  };
}

import autocannon from 'autocannon';
import { cpuSeconds, rssMb } from '../process/proc.ts';
import { requestHeaders, type Server } from '../process/server.ts';
import type { Upstream } from '../process/upstream.ts';
import type { Sample } from '../report/result.ts';
import { tokenOf } from '../upstream/identifiers.ts';

export interface Load {
  server: Server;
  body: string;
  /** Requests in flight at once, each on a connection of its own. */
  connections: number;
}

interface Outcome {
  requests: number;
  seconds: number;
}

async function send(load: Load, much: { amount: number } | { duration: number }): Promise<Outcome> {
  const { server, body, connections } = load;
  let users = 0;
  const options: autocannon.Options = {
    url: server.url,
    method: 'POST',
    headers: requestHeaders,
    body,
    connections,
    timeout: 60,
    // It looks this often whether all are answered.
    sampleInt: 50,
    // Each connection is another user: equal queries of one user would share their calls.
    setupClient: (client) => client.setHeaders({ ...requestHeaders, 'coder-session-token': tokenOf(users++) }),
    verifyBody: (answer) => !String(answer).includes('"errors"'),
    ...much,
  };
  const startedAt = performance.now();
  let answeredAt = startedAt;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(options, (error, finished) => (error ? reject(error) : resolve(finished)));
    run.on('response', () => {
      answeredAt = performance.now();
    });
  });
  const failed = result.non2xx + result.errors + result.mismatches;
  if (failed > 0) throw new Error(`${server.spec.title}: ${failed} requests of the load failed`);
  return { requests: result.requests.total, seconds: (answeredAt - startedAt) / 1_000 };
}

/** autocannon takes no less. */
const SHORTEST_WARM_UP = 1;

/** Warms the server up and finds how many requests a second it answers. */
export async function warmUp(load: Load, seconds: number): Promise<number> {
  const { requests, seconds: took } = await send(load, { duration: Math.max(SHORTEST_WARM_UP, seconds) });
  return requests / took;
}

/** Sends a number of requests that takes about `seconds`, and waits for all answers. */
export async function measureLoad(load: Load, upstream: Upstream, rate: number, seconds: number): Promise<Sample> {
  const amount = Math.max(load.connections, Math.round((rate * seconds) / load.connections) * load.connections);
  await upstream.resetCalls();
  const before = cpuSeconds(load.server.pid);
  const { requests, seconds: took } = await send(load, { amount });
  const cpu = cpuSeconds(load.server.pid) - before;
  const { calls } = await upstream.state();
  return {
    cpu: (cpu / requests) * 1_000,
    rps: requests / took,
    calls: calls / requests,
    rss: rssMb(load.server.pid),
  };
}

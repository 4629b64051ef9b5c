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

async function send(load: Load, amount: number): Promise<Outcome> {
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
    amount,
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

/**
 * Warms the server up for about `seconds`, and finds how many requests a second it answers. All requests are waited
 * for: those that are left behind would go on calling the upstream while another server is measured.
 */
export async function warmUp(load: Load, seconds: number): Promise<number> {
  let amount = load.connections;
  for (let left = seconds; ; ) {
    const { requests, seconds: took } = await send(load, amount);
    left -= took;
    if (left <= 0) return requests / took;
    amount = Math.min(amount * 2, turnOf(load, requests / took, left));
  }
}

/** How many requests take so long, the same for each connection. */
function turnOf({ connections }: Load, rate: number, seconds: number): number {
  return Math.max(1, Math.round((rate * seconds) / connections)) * connections;
}

/** Sends a number of requests that takes about `seconds`, and waits for all answers. */
export async function measureLoad(load: Load, upstream: Upstream, rate: number, seconds: number): Promise<Sample> {
  await upstream.resetCalls();
  const before = cpuSeconds(load.server.pid);
  const { requests, seconds: took } = await send(load, turnOf(load, rate, seconds));
  const cpu = cpuSeconds(load.server.pid) - before;
  const { calls } = await upstream.state();
  return {
    cpu: (cpu / requests) * 1_000,
    rps: requests / took,
    calls: calls / requests,
    rss: rssMb(load.server.pid),
  };
}

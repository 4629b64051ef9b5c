/** What the bench tells the process of the readers. */
export type Command =
  /** Open so many sockets, each on one of the builds in turn. */
  | { connect: { url: string; readers: number; builds: number } }
  /** Count from now on. */
  | { count: true }
  /** Say what came since then. */
  | { report: true };

/** What came to all readers while they counted. */
export interface Received {
  messages: number;
  lines: number;
  seconds: number;
  /** Milliseconds from a line's birth to its arrival, of a sample of the readers. */
  latencies: number[];
  /** Of the sample: lines that came twice, out of order or not at all. */
  wrong: number;
  /** Sockets that were closed or got an error. */
  lost: number;
}

export type Reply = { connected: number } | { counting: true } | { received: Received };

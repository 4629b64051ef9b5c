/** Which readers there are. */
export interface Placement {
  url: string;
  /** How many builds write lines in turn, also those that none of these readers follows. */
  builds: number;
  /** Index of each reader's build. */
  placed: readonly number[];
  /** Number of the first reader's user; each user has so many readers. */
  firstUser?: number;
  readersPerUser?: number;
}

/** What the bench tells the process of the readers. */
export type Command =
  /** Open a socket for each of these readers, besides those that are open. */
  | { connect: Placement }
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

import type { SharedResult } from './shared-result.ts';

/** Where the shared results of one subscription are written, past the protocol's way for other results. */
export interface ResultSink {
  /**
   * True: the client's connection has taken it, and the next may follow; false: `taken` is called when it has, or
   * never, when it is closed.
   */
  write(result: SharedResult, taken: () => void): boolean;
}

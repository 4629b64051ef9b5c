/** One upstream request as a client may see it: the route template, never the ids. */
export interface TracedRequest {
  method: string;
  route: string;
  /** Absent when there was no answer. */
  status: number | undefined;
  durationMs: number;
  /** `network`: sent for this request; `shared`: joined one that was under way; `cached`: answered from memory. */
  source: 'network' | 'shared' | 'cached';
}

/** What requests over the network cost together. */
export interface UpstreamTotals {
  calls: number;
  /** Milliseconds of all of them; several may have been under way at once. */
  durationMs: number;
}

/** What an operation cost upstream; `extensions.upstream` of its answer. */
export class Trace {
  readonly requests: TracedRequest[] = [];
  /** When each of them ended, by `performance.now()`: most operations are never asked when they began. */
  readonly #ends: number[] = [];
  readonly #begun = performance.now();

  /** Notes a request at its end. */
  add(request: TracedRequest): void {
    this.requests.push(request);
    this.#ends.push(performance.now());
  }

  totals(): UpstreamTotals {
    const totals = { calls: 0, durationMs: 0 };
    for (const { source, durationMs } of this.requests) {
      if (source !== 'network') continue;
      totals.calls++;
      totals.durationMs += durationMs;
    }
    return totals;
  }

  toJSON() {
    return {
      calls: this.#count('network'),
      shared: this.#count('shared'),
      cached: this.#count('cached'),
      durationMs: rounded(performance.now() - this.#begun),
      requests: this.requests.map((request, index) => {
        const { durationMs } = request;
        const end = this.#ends[index] ?? this.#begun;
        return {
          ...request,
          // Two clock readings lie between: a hair before the operation is its beginning.
          startMs: rounded(Math.max(end - this.#begun - durationMs, 0)),
          durationMs: rounded(durationMs),
        };
      }),
    };
  }

  #count(source: TracedRequest['source']): number {
    return this.requests.reduce((sum, request) => sum + (request.source === source ? 1 : 0), 0);
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

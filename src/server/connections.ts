import type { Metrics } from './metrics.ts';

/** Ends what was counted; calling it again does nothing. */
export type Release = () => void;

type Gauges = Pick<Metrics, 'openSockets' | 'openSubscriptions'>;

/**
 * What clients keep open, for the cap of connections and for the gauges; nothing else counts it. Whoever opens something
 * gets the function that ends it and calls that on every way out.
 */
export class Connections {
  readonly #limit: number;
  readonly #gauges: Gauges;
  /** WebSockets, and subscriptions over HTTP, each of which is a connection of its own. */
  #open = 0;

  constructor(limit: number, gauges: Gauges) {
    this.#limit = limit;
    this.#gauges = gauges;
  }

  get full(): boolean {
    return this.#open >= this.#limit;
  }

  openSocket(): Release {
    return this.#count(1, this.#gauges.openSockets);
  }

  /** Over HTTP each subscription is a connection of its own; those of a socket share that one's. */
  openSubscription(transport: 'http' | 'websocket'): Release {
    return this.#count(transport === 'http' ? 1 : 0, this.#gauges.openSubscriptions);
  }

  #count(connections: number, gauge: Gauges[keyof Gauges]): Release {
    this.#open += connections;
    gauge.inc();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#open -= connections;
      gauge.dec();
    };
  }
}

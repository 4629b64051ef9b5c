import type { ServerSpec } from '../servers/catalogue.ts';
import { type Server, startServer } from './server.ts';

/** The servers that take part; each is started when a row first needs it. */
export class Fleet {
  readonly #specs: readonly ServerSpec[];
  readonly #upstream: string;
  readonly #running = new Map<string, Server>();
  /** Servers that cannot run, and why. */
  readonly absent: string[] = [];

  constructor(specs: readonly ServerSpec[], upstream: string) {
    this.#upstream = upstream;
    this.absent = specs.flatMap(({ title, missing }) => (missing ? [`${title}: ${missing}.`] : []));
    this.#specs = specs.filter(({ missing }) => missing === undefined);
  }

  /** Those of these that take part and can run, in the order of the catalogue. */
  specs(keys?: readonly string[]): ServerSpec[] {
    return this.#specs.filter(({ key }) => keys?.includes(key) ?? true);
  }

  async start(keys: readonly string[]): Promise<Server[]> {
    const servers: Server[] = [];
    for (const spec of this.specs(keys)) {
      const server = this.#running.get(spec.key) ?? (await startServer(spec, this.#upstream));
      this.#running.set(spec.key, server);
      servers.push(server);
    }
    return servers;
  }

  /** Stops all that run; later rows start new ones. */
  async stop(): Promise<void> {
    for (const server of this.#running.values()) await server.stop();
    this.#running.clear();
  }
}

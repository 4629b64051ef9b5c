import type { AgentMetadata } from '../../coder/model.ts';
import type { RestList } from '../../coder/response/check.ts';
import { MetadataFeed, type MetadataFeedOptions } from './metadata-feed.ts';
import { type StateHub, StateReader } from './state-reader.ts';

export type MetadataHubOptions = Pick<MetadataFeedOptions, 'client' | 'timings' | 'dials' | 'schedule'>;

/** The metadata of all agents that are followed: one feed for each agent and identity, however many read it. */
export class MetadataHub {
  readonly #options: MetadataHubOptions;
  readonly #feeds = new Map<string, MetadataFeed>();
  readonly #readers = new Set<StateReader<RestList<AgentMetadata>>>();
  #closed = false;

  constructor(options: MetadataHubOptions) {
    this.#options = options;
  }

  read(
    agentId: string,
    { token, signal }: { token: string; signal?: AbortSignal | undefined },
  ): StateReader<RestList<AgentMetadata>> {
    const hub: StateHub<RestList<AgentMetadata>, RestList<AgentMetadata>> = {
      enter: (reader) => {
        if (this.#closed) return undefined;
        this.#readers.add(reader);
        return this.#feed(agentId, token);
      },
      left: (reader) => this.#readers.delete(reader),
    };
    return new StateReader(hub, { eventOf: (items) => items }, signal);
  }

  /** Feeds under way, their readers, and the sockets to Coder that are open or being opened. */
  stats(): { feeds: number; readers: number; sockets: number } {
    let sockets = 0;
    for (const { connected } of this.#feeds.values()) if (connected) sockets++;
    return { feeds: this.#feeds.size, readers: this.#readers.size, sockets };
  }

  /** Completes all readers. */
  close(): void {
    this.#closed = true;
    for (const reader of [...this.#readers]) void reader.return();
  }

  #feed(agentId: string, token: string): MetadataFeed {
    const key = `${this.#options.client.identity(token)} ${agentId}`;
    const present = this.#feeds.get(key);
    if (present) return present;
    const onClosed = () => {
      if (this.#feeds.get(key) === feed) this.#feeds.delete(key);
    };
    const feed: MetadataFeed = new MetadataFeed({ ...this.#options, agentId, token, onClosed });
    this.#feeds.set(key, feed);
    return feed;
  }
}

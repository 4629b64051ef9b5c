import type { AgentMetadata } from '../../coder/model.ts';
import type { RestList } from '../../coder/response/check.ts';
import { MetadataFeed, type MetadataFeedOptions } from './metadata-feed.ts';
import { SnapshotHub } from './snapshot-hub.ts';
import type { StateReader } from './state-reader.ts';

export type MetadataHubOptions = Pick<MetadataFeedOptions, 'client' | 'timings' | 'dials' | 'schedule'>;

/** The metadata of all agents that are followed: one feed for each agent and identity, however many read it. */
export class MetadataHub {
  readonly #options: MetadataHubOptions;
  readonly #hub = new SnapshotHub();
  readonly #feeds = new Set<MetadataFeed>();

  constructor(options: MetadataHubOptions) {
    this.#options = options;
  }

  read(
    agentId: string,
    { token, signal }: { token: string; signal?: AbortSignal | undefined },
  ): StateReader<RestList<AgentMetadata>> {
    return this.#hub.read<RestList<AgentMetadata>, RestList<AgentMetadata>>({
      key: `${this.#options.client.identity(token)} ${agentId}`,
      signal,
      events: { eventOf: (items) => items },
      open: (onClosed) => this.#feed(agentId, token, onClosed),
    });
  }

  /** Feeds under way, their readers, and the sockets to Coder that are open or being opened. */
  stats(): { sockets: number; snapshots: number; readers: number } {
    let sockets = 0;
    for (const { connected } of this.#feeds) if (connected) sockets++;
    return { sockets, ...this.#hub.stats() };
  }

  /** Completes all readers. */
  close(): void {
    this.#hub.close();
  }

  #feed(agentId: string, token: string, onClosed: () => void): MetadataFeed {
    const feed: MetadataFeed = new MetadataFeed({
      ...this.#options,
      agentId,
      token,
      onClosed: () => {
        this.#feeds.delete(feed);
        onClosed();
      },
    });
    this.#feeds.add(feed);
    return feed;
  }
}

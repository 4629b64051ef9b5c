import { LRUCache } from 'lru-cache';
import type { FinalKind, SharedAnswers } from './shared-answers.ts';

/**
 * `body`: the last answers of a URL, to compare the next one with; `row`: items of the lists in these, kept with them;
 * `text`: what was written of their objects; `result`: what was written of all that an operation read. The others are
 * what cannot change of a build.
 */
const cacheKinds: readonly CacheKind[] = ['body', 'row', 'text', 'result', 'parameters', 'logs', 'timings'];
export type CacheKind = 'body' | 'row' | 'text' | 'result' | FinalKind;

export interface AnswerCacheOptions {
  /** Bytes of all that is kept. */
  maxBytes: number;
  /** Told of each value that several requests may get from now on; tests freeze it. */
  onShared?: (value: object) => void;
  /** What other replicas have kept of builds; absent: nobody shares. */
  shared?: SharedAnswers | undefined;
}

export interface CacheStats {
  bytes: number;
  entries: number;
  hits: Readonly<Record<CacheKind, number>>;
  misses: Readonly<Record<CacheKind, number>>;
}

/** What an entry costs beside its value: the key, its place in the order, its slots in the maps. */
const ENTRY_BYTES = 200;
/** One entry takes at most this part of the whole. */
const LARGEST_PART = 4;

/**
 * What is kept of Coder's answers, of all kinds together within one bound of bytes; what was used least recently
 * goes first. It knows nothing of rights: who takes something out has to know that its reader may see it. What is
 * in it is shared between requests, so nobody writes to it.
 */
export class AnswerCache {
  /** To be told of each value that several requests may get from now on. */
  readonly onShared: (value: object) => void;
  readonly shared: SharedAnswers | undefined;
  /** Of one entry at most: a single huge answer must not push all others out. */
  readonly maxEntryBytes: number;
  readonly #entries: LRUCache<string, object>;
  readonly #hits = noCounts();
  readonly #misses = noCounts();

  constructor({ maxBytes, onShared = () => {}, shared }: AnswerCacheOptions) {
    this.shared = shared;
    this.maxEntryBytes = Math.ceil(maxBytes / LARGEST_PART);
    this.#entries = new LRUCache({ maxSize: maxBytes, maxEntrySize: this.maxEntryBytes });
    this.onShared = onShared;
  }

  get(kind: CacheKind, key: string): object | undefined {
    return this.#entries.get(`${kind} ${key}`);
  }

  /** Keeps the value, which takes this many bytes, in place of the one before; a value that is too large is not kept. */
  set(kind: CacheKind, key: string, value: object, bytes: number): void {
    this.#entries.set(`${kind} ${key}`, value, { size: bytes + key.length + ENTRY_BYTES });
  }

  /** Counts whether what was looked for could be used, once or several times. */
  count(kind: CacheKind, outcome: 'hit' | 'miss', times = 1): void {
    (outcome === 'hit' ? this.#hits : this.#misses)[kind] += times;
  }

  stats(): CacheStats {
    const { calculatedSize: bytes, size: entries } = this.#entries;
    return { bytes, entries, hits: { ...this.#hits }, misses: { ...this.#misses } };
  }
}

function noCounts(): Record<CacheKind, number> {
  return Object.fromEntries(cacheKinds.map((kind) => [kind, 0])) as Record<CacheKind, number>;
}

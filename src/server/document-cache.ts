import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** All parsed documents together. */
const MAX_BYTES = 16 * 1024 * 1024;
/** What a token and the node that it belongs to take, measured on documents of fields. */
const BYTES_PER_TOKEN = 500;

/**
 * Parsed documents by their text, bounded by what they take in memory. Only documents that passed the parser and its
 * limits get here, so neither failures nor sources of any length are kept.
 */
export function documentCache(maxBytes = MAX_BYTES) {
  return new LRUCache<string, DocumentNode>({
    maxSize: maxBytes,
    sizeCalculation: (document, text) => 2 * text.length + BYTES_PER_TOKEN * tokenCount(document),
  });
}

/** A cache that keeps nothing: a document that fails is parsed again. */
export const noCache = { get: () => undefined, set: () => {} };

function tokenCount({ loc }: DocumentNode): number {
  let count = 1;
  for (let token = loc?.startToken; token?.next; token = token.next) count++;
  return count;
}

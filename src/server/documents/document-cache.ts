import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { BYTES_PER_TOKEN, tokenCount } from '../../plan/executor/document-plan.ts';

/** All parsed documents together. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Parsed documents by their text, bounded by what they take in memory. Only documents that passed the parser and its
 * limits get here, so neither failures nor sources of any length are kept.
 */
export function documentCache(maxBytes = MAX_BYTES) {
  return new LRUCache<string, DocumentNode>({
    maxSize: maxBytes,
    sizeCalculation: documentBytes,
  });
}

/** What a document takes in memory, with its text. */
export function documentBytes(document: DocumentNode, text = document.loc?.source.body ?? ''): number {
  return 2 * text.length + BYTES_PER_TOKEN * tokenCount(document);
}

/** Documents that were sent before. */
export class Documents {
  /** Parsed ones by their text. */
  readonly parsed = documentCache();
  /** Those of them that were found valid. */
  readonly valid = new WeakSet<DocumentNode>();
}

/** A cache that keeps nothing: a document that fails is parsed again. */
export const noCache = { get: () => undefined, set: () => {} };

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../../errors.ts';
import {
  type DocumentParams,
  type DocumentSource,
  documentName,
  documentText,
  withDocument,
} from './document-source.ts';

const MAX_BYTES = 8 * 1024 * 1024;
/** Of an entry beside its text. */
const ENTRY_BYTES = 200;

const SHA_256 = /^[0-9a-f]{64}$/;

/**
 * Apollo's automatic persisted queries: a client sends the hash of its document, and the document only when it is told
 * that the hash is not known. A document is kept under its own hash, so nobody can put another one in its place.
 */
export class AutomaticPersistedQueries implements DocumentSource {
  readonly #texts: LRUCache<string, string>;
  readonly #maxDocumentBytes: number;

  /** `maxDocumentBytes`: of a document's text; a longer one is refused later, and not kept here. */
  constructor(maxDocumentBytes: number, maxBytes = MAX_BYTES) {
    this.#maxDocumentBytes = maxDocumentBytes;
    this.#texts = new LRUCache({ maxSize: maxBytes, sizeCalculation: (text) => 2 * text.length + ENTRY_BYTES });
  }

  resolve<Params extends DocumentParams>(params: Params): Params {
    const name = documentName(params);
    if (name === undefined || name === null) return params;
    if (typeof name !== 'string' || !SHA_256.test(name))
      throw badInput('Expected the id of a document to be its SHA-256 in 64 lower-case hexadecimal digits.');
    const text = documentText(params);
    if (text === undefined) {
      const known = this.#texts.get(name);
      if (known !== undefined) return withDocument(params, known);
      // Apollo's clients look for these words.
      throw new GatewayError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', {
        extensions: { http: { spec: true, status: 404 } },
      });
    }
    if (text.length <= this.#maxDocumentBytes) {
      if (createHash('sha256').update(text).digest('hex') !== name)
        throw badInput('The SHA-256 of the document is not the one that came with it.');
      this.#texts.set(name, text);
    }
    return withDocument(params, text);
  }
}

function badInput(message: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message, { extensions: { http: { spec: true, status: 400 } } });
}

import { stripIgnoredCharacters } from 'graphql';
import { settingNames } from '../../config.ts';
import { GatewayError } from '../../errors.ts';
import {
  type DocumentParams,
  type DocumentSource,
  documentName,
  documentText,
  withDocument,
} from './document-source.ts';

/** HTTP status of the refusal; `spec`: 200 for clients that accept only application/json. */
const http = { spec: true, status: 403 };

/** Runs the documents of a file and no others. */
export class AllowedOperations implements DocumentSource {
  readonly #byName: ReadonlyMap<string, string>;
  /** Without what GraphQL ignores: a client may print a document in its own way. */
  readonly #texts: ReadonlySet<string>;
  readonly #maxBytes: number;

  /** `maxBytes`: of a document's text; a longer one is not looked at. */
  constructor(documents: ReadonlyMap<string, string>, maxBytes: number) {
    this.#byName = documents;
    this.#texts = new Set([...documents.values()].map(stripIgnoredCharacters));
    this.#maxBytes = maxBytes;
  }

  resolve<Params extends DocumentParams>(params: Params): Params {
    const name = documentName(params);
    const known = typeof name === 'string' ? this.#byName.get(name) : undefined;
    if (known !== undefined) return withDocument(params, known);
    const text = documentText(params);
    if (text !== undefined && this.#isAllowed(text)) return withDocument(params, text);
    const what = name === undefined ? 'The document' : 'The document with this id';
    throw new GatewayError(
      'OPERATION_NOT_ALLOWED',
      `${what} is not one of those that this gateway runs (${settingNames.persistedOperations}).`,
      { extensions: { http } },
    );
  }

  #isAllowed(text: string): boolean {
    if (text.length > this.#maxBytes) return false;
    try {
      return this.#texts.has(stripIgnoredCharacters(text));
    } catch {
      return false;
    }
  }
}

/** What of a request says which document it means, on every transport. */
export interface DocumentParams {
  query?: string | undefined;
  /** As GraphQL over HTTP names a document. */
  documentId?: unknown;
  /** `persistedQuery.sha256Hash`: as Apollo's clients name one. */
  extensions?: Record<string, unknown> | null | undefined;
}

/** Where the document of a request comes from when the request names it instead of bringing it. */
export interface DocumentSource {
  /** The parameters with their document in `query`; throws a coded refusal. */
  resolve<Params extends DocumentParams>(params: Params): Params;
}

/** The name of the document that a request brings, undefined when it brings none; of whatever type the client sent. */
export function documentName({ documentId, extensions }: DocumentParams): unknown {
  if (documentId !== undefined) return documentId;
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null };
  return persistedQuery?.sha256Hash;
}

/** The text that a request brings. A WebSocket message must have one, so an empty one counts as none. */
export function documentText({ query }: DocumentParams): string | undefined {
  return typeof query === 'string' && query !== '' ? query : undefined;
}

/** The parameters as if they had brought this document. */
export function withDocument<Params extends DocumentParams>(params: Params, query: string): Params {
  const { documentId, ...others } = params;
  return { ...others, query } as Params;
}

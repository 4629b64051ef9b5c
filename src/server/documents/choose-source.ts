import type { Settings } from '../../config.ts';
import { AllowedOperations } from './allowed-operations.ts';
import { AutomaticPersistedQueries } from './automatic-persisted-queries.ts';
import type { DocumentSource } from './document-source.ts';

/** The operations of the file alone, where there is one; otherwise whatever clients send, by its hash the next time. */
export function chooseDocumentSource({ persistedOperations, maxDocumentKb }: Settings): DocumentSource {
  const maxBytes = maxDocumentKb * 1024;
  return persistedOperations
    ? new AllowedOperations(persistedOperations, maxBytes)
    : new AutomaticPersistedQueries(maxBytes);
}

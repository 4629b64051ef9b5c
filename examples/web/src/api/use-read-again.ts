import { useCallback, useEffect, useRef } from 'react';
import type { UseQueryExecute } from 'urql';
import { useConnection } from './connection.ts';

/** Reads a query again when the gateway was lost and is back, and whenever what it returns is called. */
export function useReadAgain(read: UseQueryExecute): () => void {
  const again = useCallback(() => read({ requestPolicy: 'network-only' }), [read]);
  const connection = useConnection();
  const before = useRef(connection);
  useEffect(() => {
    if (connection === 'online' && before.current !== 'online') again();
    before.current = connection;
  }, [connection, again]);
  return again;
}

import { useEffect, useEffectEvent, useRef } from 'react';
import type { UseQueryExecute } from 'urql';
import { useConnection } from './connection.ts';

/** Reads a query again when the gateway was lost and is back. */
export function useReadAgain(read: UseQueryExecute): void {
  const connection = useConnection();
  const before = useRef(connection);
  const again = useEffectEvent(() => read({ requestPolicy: 'network-only' }));
  useEffect(() => {
    if (connection === 'online' && before.current !== 'online') again();
    before.current = connection;
  }, [connection]);
}

import { useSyncExternalStore } from 'react';

/** `offline`: the device has no network. `resuming`: it has, but the gateway was lost and is tried again. */
export type Connection = 'online' | 'offline' | 'resuming';

const listeners = new Set<() => void>();
let lost = false;

function tell(): void {
  for (const listener of listeners) listener();
}

function current(): Connection {
  if (!navigator.onLine) return 'offline';
  return lost ? 'resuming' : 'online';
}

/** What a request or the socket has just found out. */
export function gatewayReached(reached: boolean): void {
  if (lost === !reached) return;
  lost = !reached;
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, current);
}

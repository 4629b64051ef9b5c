import { useSyncExternalStore } from 'react';
import { endpoint } from './config.ts';

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
  if (lost) void seek();
}

/** Milliseconds before the gateway is tried again, the more the longer it has been away. */
export function retryDelay(failures: number): number {
  return Math.min(10_000, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
}

let isSeeking = false;

/** Asks until the gateway answers: a page without feeds would never know that it does again. */
async function seek(): Promise<void> {
  if (isSeeking) return;
  isSeeking = true;
  for (let failures = 0; lost; failures++) {
    await new Promise((resolve) => setTimeout(resolve, retryDelay(failures)));
    if (lost && (await answers())) gatewayReached(true);
  }
  isSeeking = false;
}

async function answers(): Promise<boolean> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ __typename }' });
  try {
    const { status } = await fetch(endpoint, { method: 'POST', headers, body });
    // A proxy before a gateway that is away answers for it.
    return status !== 502 && status !== 503 && status !== 504;
  } catch {
    return false;
  }
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

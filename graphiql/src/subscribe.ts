import { type Client, createClient } from 'graphql-ws';
import { endpoint } from './config.ts';

export interface Operation {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | null | undefined;
}

export interface SubscribeOptions {
  operation: Operation;
  /** The same as the headers of a request: tokens, and whatever the headers editor holds. */
  connectionParams: Record<string, unknown>;
  onResult: (result: object) => void;
  /** Resolved with undefined at the end of the subscription, or why it failed. */
  onEnd: (failure?: string) => void;
  onState: (state: 'connecting' | 'live') => void;
}

/** Runs a subscription on a WebSocket of its own, since a socket has one identity; returns how to end it. */
export function subscribe({ operation, connectionParams, onResult, onEnd, onState }: SubscribeOptions): () => void {
  const client: Client = createClient({
    url: endpoint.replace(/^http/, 'ws'),
    connectionParams,
    lazy: true,
    retryAttempts: 5,
    on: { connecting: () => onState('connecting'), connected: () => onState('live') },
  });
  let over = false;
  const end = (failure?: string) => {
    if (over) return;
    over = true;
    onEnd(failure);
    void client.dispose();
  };
  const unsubscribe = client.subscribe(operationMessage(operation), {
    next: (result) => {
      if (!over) onResult(result);
    },
    error: (error) => end(failureText(error)),
    complete: () => end(),
  });
  return () => {
    unsubscribe();
    end();
  };
}

function operationMessage({ query, variables, operationName }: Operation) {
  return { query, ...(variables && { variables }), ...(operationName && { operationName }) };
}

/** What graphql-ws gives as the reason: errors of GraphQL, the event of a closed socket, or an error. */
function failureText(reason: unknown): string {
  if (Array.isArray(reason)) return reason.map(({ message }: { message: string }) => message).join('\n');
  if (reason instanceof CloseEvent) {
    const words = reason.reason || 'The gateway is not reached, or it has refused the WebSocket; its log says why.';
    return `${words} (close code ${reason.code})`;
  }
  return reason instanceof Error ? reason.message : 'The connection to the gateway was lost.';
}

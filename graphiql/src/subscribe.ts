import { type Client, createClient, type SubscribePayload } from 'graphql-ws';
import { endpoint } from './config.ts';
import { lastIdOf } from './log-lines.ts';

export interface Operation {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | null | undefined;
}

export interface SubscribeOptions {
  operation: Operation;
  /** Whether it has a variable `after`, by which a log is resumed. */
  resumes: boolean;
  /** The same as the headers of a request: tokens, and whatever the headers editor holds. */
  connectionParams: Record<string, unknown>;
  onResult: (result: object) => void;
  /** Resolved with undefined at the end of the subscription, or why it failed. */
  onEnd: (failure?: string) => void;
  onState: (state: 'connecting' | 'live') => void;
}

/** A gateway that restarts is back within some minutes. */
const ATTEMPTS = 60;
const MOST_WAIT_MS = 5_000;

const pause = (attempt: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.min(MOST_WAIT_MS, 250 * 2 ** attempt)));

/** Runs a subscription on a WebSocket of its own, since a socket has one identity; returns how to end it. */
export function subscribe(options: SubscribeOptions): () => void {
  const { operation, resumes, connectionParams, onResult, onEnd, onState } = options;
  let connected = false;
  const client: Client = createClient({
    url: endpoint.replace(/^http/, 'ws'),
    connectionParams,
    lazy: true,
    retryAttempts: ATTEMPTS,
    retryWait: pause,
    // One that was never open has been refused, or nobody is there: whoever looks at the page is told at once.
    shouldRetry: () => connected,
    on: {
      connecting: () => onState('connecting'),
      connected: () => {
        connected = true;
        onState('live');
      },
    },
  });
  // It is sent again with each new connection.
  const message = operationMessage(operation);
  let over = false;
  const end = (failure?: string) => {
    if (over) return;
    over = true;
    onEnd(failure);
    void client.dispose();
  };
  const unsubscribe = client.subscribe(message, {
    next: (result) => {
      const lastId = resumes ? lastIdOf(result.data) : undefined;
      if (lastId !== undefined) message.variables = { ...message.variables, after: lastId };
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

/** Its variables are changed on the way. */
type Message = Omit<SubscribePayload, 'variables'> & { variables?: Record<string, unknown> };

function operationMessage({ query, variables, operationName }: Operation): Message {
  return { query, ...(variables && { variables }), ...(operationName && { operationName }) };
}

const NOT_REACHED = 'The gateway is not reached, or it has refused the WebSocket; its log says why.';

/** What graphql-ws gives as the reason: errors of GraphQL, the event of a closed socket, or an error. */
function failureText(reason: unknown): string {
  if (Array.isArray(reason)) return reason.map(({ message }: { message: string }) => message).join('\n');
  if (reason instanceof CloseEvent) {
    return `${reason.reason || NOT_REACHED} (close code ${reason.code})`;
  }
  return reason instanceof Error ? reason.message : NOT_REACHED;
}

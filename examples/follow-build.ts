import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { FollowBuildDocument, type FollowBuildSubscription } from './generated/graphql.ts';
import { type Endpoint, GraphError, type WireError } from './request.ts';

type LogEvent = FollowBuildSubscription['buildLogs'];
export type LogBatch = Extract<LogEvent, { __typename: 'BuildLogBatch' }>;
export type FinalBuild = Extract<LogEvent, { __typename: 'BuildLogEnd' }>['build'];

export interface FollowOptions extends Endpoint {
  buildId: string;
  /** The last line that is here already. */
  after?: string | null;
  onLines: (lines: LogBatch['logs']) => void;
  /** Waits before the connection is tried again. */
  retryWait?: () => Promise<void>;
}

/**
 * Follows a build's log over WebSocket, each line exactly once, also when the gateway goes away and comes back.
 * Resolves to the build at its end.
 */
export async function followBuild({ url, token, buildId, after = null, onLines, retryWait }: FollowOptions) {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: { 'Coder-Session-Token': token },
    retryAttempts: Number.POSITIVE_INFINITY,
    // Also while nothing listens there; without this, only a connection that has been open is tried again.
    shouldRetry: () => true,
    ...(retryWait && { retryWait }),
    // Browsers and Node 22 have their own.
    webSocketImpl: WebSocket,
  });
  // A client that has lost its connection subscribes again with this very object: with what `after` is by then.
  const variables = { buildId, after };
  try {
    return await new Promise<FinalBuild>((resolve, reject) => {
      client.subscribe<FollowBuildSubscription>(
        { query: print(FollowBuildDocument), variables },
        {
          next({ data, errors }) {
            // The last event of a feed that cannot go on; with UPSTREAM_UNAVAILABLE, follow again later.
            if (errors?.[0]) reject(new GraphError(errors[0] as unknown as WireError));
            const event = data?.buildLogs;
            if (event?.__typename === 'BuildLogBatch') {
              // Before anything else: the connection may break at any moment.
              variables.after = event.lastId;
              onLines(event.logs);
            } else if (event) resolve(event.build);
          },
          error: (error) => reject(Array.isArray(error) ? new GraphError(error[0] as WireError) : error),
          // Without an end event the log is not complete.
          complete: () => reject(new Error('The feed has ended before the build.')),
        },
      );
    });
  } finally {
    await client.dispose();
  }
}

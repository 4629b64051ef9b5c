const document = `subscription Follow($build: ID!) {
  buildLogs(buildId: $build) {
    ... on BuildLogBatch { logs { id createdAt level source stage output } lastId }
    ... on BuildLogEnd { endId: lastId }
  }
}`;

/** All that is shorter belongs to the protocol. */
export const SHORTEST_BATCH = 200;

export interface ReaderOptions {
  url: string;
  token: string;
  build: string;
}

export const connectionInit = (token: string): string =>
  JSON.stringify({ type: 'connection_init', payload: { 'coder-session-token': token } });

export const subscribe = (build: string): string =>
  JSON.stringify({ id: '1', type: 'subscribe', payload: { query: document, variables: { build } } });

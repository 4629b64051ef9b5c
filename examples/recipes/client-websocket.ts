import { followBuildLog } from 'coder-graphql/client';
import { webSocket } from 'coder-graphql/client/websocket';

export const feed = (url: string, token: string, buildId: string) =>
  followBuildLog({ url, token, buildId, transport: webSocket() });

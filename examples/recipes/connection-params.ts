import { createClient } from 'graphql-ws';

/** `url` begins with `ws:` or `wss:`. */
export const byToken = (url: string, token: string) =>
  createClient({ url, connectionParams: { 'Coder-Session-Token': token } });

export const byHeaders = (url: string, token: string) =>
  createClient({ url, connectionParams: { headers: { Authorization: `Bearer ${token}` } } });

import { createClient } from 'graphql-ws';

const url = 'ws://127.0.0.1:4000/graphql';

export const byToken = (token: string) => createClient({ url, connectionParams: { 'Coder-Session-Token': token } });

export const byHeaders = (token: string) =>
  createClient({ url, connectionParams: { headers: { Authorization: `Bearer ${token}` } } });

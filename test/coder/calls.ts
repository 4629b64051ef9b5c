import type { CoderClient } from '../../src/coder/client.ts';
import { endpoints } from '../../src/coder/endpoints.ts';
import { TOKEN } from './upstream.ts';

export const ID = '820683d3-6842-4ccc-bae9-b3a66af12b6c';
export const user = { id: ID, username: 'mira', email: 'mira@example.com' };

export function session(
  client: CoderClient,
  options: { token?: string; signal?: AbortSignal; maxCalls?: number; maxBytes?: number } = {},
) {
  return client.session({ token: TOKEN, maxCalls: 100, ...options });
}

/** Reads the user of the token. */
export function me(client: CoderClient, options: Parameters<typeof session>[1] = {}) {
  return session(client, options).call(endpoints.user, { path: { user: 'me' } });
}

/** Starts a build. */
export function write(client: CoderClient) {
  return session(client).call(endpoints.createBuild, { path: { workspace: ID }, body: { transition: 'start' } });
}

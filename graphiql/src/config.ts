import type { PageConfig } from '../../src/server/pages/page-config.ts';

export type { PageConfig };

/** Where GraphQL is: the address that the page was loaded from, under whatever prefix a proxy put it. */
export const endpoint = `${location.origin}${location.pathname}`;

export async function loadConfig(): Promise<PageConfig> {
  const response = await fetch(new URL('graphiql/config.json', endpoint));
  if (!response.ok) throw new Error(`The gateway does not say what it stands in front of (HTTP ${response.status}).`);
  return response.json();
}

/** A user of the embedded Coder, to try the gateway as. */
export interface TrialUser {
  username: string;
  role: string;
  token: string;
}

/** What the gateway tells the page of the deployment that it stands in front of. */
export interface PageConfig {
  /** Tells deployments apart. */
  deployment: string;
  embedded: boolean;
  /** Whether a request without a token acts as somebody. */
  fallbackUser: boolean;
  users: readonly TrialUser[];
}

/** Where GraphQL is: the address that the page was loaded from, under whatever prefix a proxy put it. */
export const endpoint = `${location.origin}${location.pathname}`;

export async function loadConfig(): Promise<PageConfig> {
  const response = await fetch(new URL('graphiql/config.json', endpoint));
  if (!response.ok) throw new Error(`The gateway does not say what it stands in front of (HTTP ${response.status}).`);
  return response.json();
}

/** A user of the embedded Coder that a visitor may act as. */
export interface DemoUser {
  username: string;
  role: string;
  token: string;
}

/** What the gateway tells of the deployment that it stands in front of. */
export interface DeploymentConfig {
  /** Tells deployments apart: a token of one never goes to another. */
  deployment: string;
  embedded: boolean;
  /** Whether a request without a token acts as somebody. */
  fallbackUser: boolean;
  /** Of the embedded Coder only. */
  users: readonly DemoUser[];
}

/** The page may lie anywhere below the gateway's own address. Served at `/app/`, GraphQL is beside that. */
const page = new URL('.', location.href.replace(/[?#].*$/, ''));
export const endpoint = new URL(page.pathname.endsWith('/app/') ? '../graphql' : './graphql', page).href;

const UNKNOWN: DeploymentConfig = { deployment: page.host, embedded: false, fallbackUser: false, users: [] };

/** A page that some other server delivers is told nothing, and asks for a token. */
export async function loadConfig(): Promise<DeploymentConfig> {
  const response = await fetch(new URL('config.json', page));
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return response.ok && isJson ? response.json() : UNKNOWN;
}

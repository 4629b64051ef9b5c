import { create } from 'zustand';
import { endpoint } from './config.ts';

/** Who the page's operations run as, as far as the gateway has told. */
export type Viewer =
  | { state: 'asking' }
  | { state: 'known'; username: string }
  /** Nobody: without a token, or with one that Coder does not know. In a word or two, and in full. */
  | { state: 'unknown'; short: string; why: string };

interface Identity {
  /** Undefined: requests carry no token. */
  token: string | undefined;
  viewer: Viewer;
}

export const useIdentity = create<Identity>(() => ({ token: undefined, viewer: { state: 'asking' } }));

/** Changes who the operations run as. The caller asks who that is. */
export function setToken(token: string | undefined): void {
  useIdentity.setState({ token, viewer: { state: 'asking' } });
}

/** The headers that say so. */
export function identityHeaders(): Record<string, string> {
  const { token } = useIdentity.getState();
  return token === undefined ? {} : { 'Coder-Session-Token': token };
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Asks the gateway something for the page itself, as the identity. */
export async function askGateway<Data>(query: string): Promise<Answer<Data>> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...identityHeaders() },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

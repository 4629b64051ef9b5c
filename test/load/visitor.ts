export interface Visit {
  url: string;
  token: string;
  query: string;
  variables?: object;
  accept: string;
  /** When the client leaves. */
  signal: AbortSignal;
}

/** Sends one operation over HTTP, and reads to the end of what comes back. */
export async function visit({ url, token, query, variables, accept, signal }: Visit): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, 'coder-session-token': token },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  return response.text();
}

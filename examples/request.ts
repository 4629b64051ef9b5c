import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

/** Where the gateway is, and who asks. */
export interface Endpoint {
  /** Such as `http://127.0.0.1:4000/graphql`. */
  url: string;
  /** A Coder session token (`coder tokens create`). */
  token: string;
}

/** An error of the gateway: what to do about it is decided by `code`, never by the message. */
export class GraphError extends Error {
  readonly code: string;

  constructor({ message, extensions }: WireError) {
    super(message);
    this.name = 'GraphError';
    this.code = extensions.code;
  }
}

export interface WireError {
  message: string;
  extensions: { code: string; lastId?: string };
}

/** One query or mutation by POST. Throws the first error, also when other fields have data. */
export async function request<Data, Variables>(
  { url, token }: Endpoint,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'coder-session-token': token },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data | null; errors?: WireError[] };
  if (errors?.[0]) throw new GraphError(errors[0]);
  if (!data) throw new Error(`The gateway answered ${response.status} without data.`);
  return data;
}

import type { GraphQLParams } from 'graphql-yoga';
import { refused } from './request-body.ts';

/** Of a POST; throws a refusal that says what was expected. */
export function bodyParams(text: string): GraphQLParams {
  let params: unknown;
  try {
    // A byte order mark says nothing in UTF-8, but some clients write one.
    params = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    throw refused(400, 'The body is not JSON in UTF-8.');
  }
  if (Array.isArray(params)) throw refused(400, 'The body holds several operations: expected one.');
  if (typeof params !== 'object' || params === null) throw refused(400, 'Expected the body to be a JSON object.');
  const { operationName, ...others } = params as GraphQLParams;
  if (operationName === '') return others;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw refused(400, 'Expected "operationName" to be a string.');
  }
  return params;
}

/** Of a GET; `variables` and `extensions` are JSON. */
export function searchParams(search: URLSearchParams): GraphQLParams {
  const json = (name: string) => {
    const text = search.get(name);
    if (text === null || text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw refused(400, `Expected the search parameter "${name}" to be JSON.`);
    }
  };
  const query = search.get('query') ?? undefined;
  const documentId = search.get('documentId') ?? undefined;
  // Clients send an empty name for none.
  const operationName = search.get('operationName') || undefined;
  return {
    ...(query !== undefined && { query }),
    ...(documentId !== undefined && { documentId }),
    ...(operationName !== undefined && { operationName }),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

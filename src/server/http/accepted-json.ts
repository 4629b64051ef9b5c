import { negotiate } from './negotiate.ts';

export type JsonMediaType = 'application/json' | 'application/graphql-response+json';

/** The type of JSON that a client with this `Accept` header likes best; undefined: it takes none. */
export function acceptedJson(accept: string | null): JsonMediaType | undefined {
  return negotiate(accept, (type = '', parameters) => {
    const charset = parameters.get('charset');
    if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) return undefined;
    const [, name] = /^(?:\*|application)\s*\/\s*(\*|json|graphql-response\+json)$/.exec(type) ?? [];
    if (name === 'graphql-response+json') return 'application/graphql-response+json';
    return name === undefined ? undefined : 'application/json';
  });
}

/** Whether a client with this `Accept` header takes anything in which a result can be sent. */
export function takesResults(accept: string | null): boolean {
  const framings = ['text/event-stream', 'text/*', 'multipart/mixed', 'multipart/*'];
  return (
    acceptedJson(accept) !== undefined ||
    negotiate(accept, (type = '') => (framings.includes(type) ? type : undefined)) !== undefined
  );
}

import type { Link } from './session.ts';

/** The document that an address leads to: `query` and `variables` behind `#` or, as tools write it, behind `?`. */
export function linkIn({ hash, search }: { hash: string; search: string }): Link | undefined {
  for (const parameters of [new URLSearchParams(hash.slice(1)), new URLSearchParams(search)]) {
    const query = parameters.get('query');
    const variables = parameters.get('variables');
    if (query) return { query, ...(variables && { variables }) };
  }
  return undefined;
}

/** An address that leads to a document. Behind `#`, so that no server or proxy on the way gets to see it. */
export function linkTo(page: string, { query, variables }: Link): string {
  const parameters = new URLSearchParams({ query, ...(variables && { variables }) });
  return `${page}#${parameters}`;
}

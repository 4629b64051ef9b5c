export type JsonMediaType = 'application/json' | 'application/graphql-response+json';

/**
 * The type of JSON that yoga answers with for this `Accept` header: by its order, whatever the qualities say.
 * Undefined: the client takes no JSON.
 */
export function acceptedJson(accept: string | null): JsonMediaType | undefined {
  for (const range of (accept || '*/*').replace(/\s/g, '').toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';');
    const charset = parameters.find((parameter) => parameter.includes('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    const [major, minor] = type.split('/');
    if (major !== '*' && major !== 'application') continue;
    if (minor === '*' || minor === 'json') return 'application/json';
    if (minor === 'graphql-response+json') return 'application/graphql-response+json';
  }
  return undefined;
}

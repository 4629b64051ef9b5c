/** Whether an answer of this type is JSON, as the specification of GraphQL over HTTP has it or as it was before. */
export function isJson(contentType: string | null): boolean {
  return /^application\/(graphql-response\+)?json\b/.test(contentType ?? '');
}

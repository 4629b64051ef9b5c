import type { BuildStatus } from '../generated/graphql.ts';

const STATUS = /(^|\s)status:("[^"]*"|\S*)/gi;

/** The status that a search asks for, in capitals; undefined: none, or a text that is no status. */
export function statusOf(search: string): string | undefined {
  const [, , value] = new RegExp(STATUS, 'i').exec(search) ?? [];
  return value?.replaceAll('"', '').toUpperCase();
}

/** The same search for another status, or for any. */
export function withStatus(search: string, status: BuildStatus | undefined): string {
  const rest = search.replace(STATUS, ' ').replace(/\s+/g, ' ').trim();
  if (status === undefined) return rest;
  return `${rest} status:${status.toLowerCase()}`.trim();
}

import { createHash } from 'node:crypto';

/** The token of the one who reads; those of other users begin with it. */
export const TOKEN = 'Lq3T8mWz0a-Vb7YpHk2RsXcD5eNf9GjU';

/** The token of one of several users. */
export const tokenOf = (user: number): string => `${TOKEN}${user}`;

/** Whether the upstream knows it. */
export const isToken = (text: unknown): boolean => typeof text === 'string' && text.startsWith(TOKEN);

/** Coder's own version, as its answers name it. */
export const CODER_VERSION = 'v2.28.3+1a2b3c4';

/** The same UUID for the same name in every process, so that the parts of the bench need not exchange ids. */
export function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const workspaceId = (index: number): string => uuid(`workspace ${index}`);
export const buildId = (workspace: number, number: number): string => uuid(`build ${workspace} ${number}`);
/** A build that runs and writes a log; it belongs to no workspace of the lists. */
export const feedBuildId = (index: number): string => uuid(`feed ${index}`);

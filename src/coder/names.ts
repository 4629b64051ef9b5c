import { parseUuid } from './uuid.ts';

/** What Coder's names of users and workspaces look like: letters, digits and inner single hyphens. */
const NAME = /^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/;
const MAX_LENGTH = 32;

/**
 * Whether Coder could ever have given a workspace this name. Any other text names nothing; it must not become a
 * path segment, because `.` and `..` survive percent-encoding.
 */
export function isWorkspaceName(text: string): boolean {
  return text.length <= MAX_LENGTH && NAME.test(text);
}

/** Whether this can stand where Coder takes a user: a username, `me`, or a UUID. */
export function isUserReference(text: string): boolean {
  return isWorkspaceName(text) || parseUuid(text) !== undefined;
}

import type { Server, Variables } from '../process/server.ts';
import type { Operation } from '../queries/documents.ts';
import { workspaceId } from '../upstream/identifiers.ts';

/** One of the questions that all rows are made of. */
export interface Question {
  key: string;
  title: string;
  operation: Operation;
  variables: Variables;
  /** Upstream calls that it takes without any cache. */
  calls: number;
  /** Requests in flight at once when it is load. */
  connections: number;
}

const question = (
  key: string,
  title: string,
  operation: Operation,
  first: number,
  calls: number,
  connections: number,
): Question => ({
  key,
  title,
  operation,
  variables: { id: workspaceId(3), first },
  calls,
  connections,
});

export const oneWorkspace = question('1ws', '1 workspace: 10 builds in depth with parameters', 'One', 1, 11, 16);
export const twentyWorkspaces = question('20ws', '20 such workspaces', 'Many', 20, 221, 4);
export const listOfFifty = question('list', 'list of 50 workspaces in depth', 'List', 50, 1, 16);
export const hundredWorkspaces = question('100ws', '100 such workspaces', 'Many', 100, 1101, 2);

export const questions = [oneWorkspace, twentyWorkspaces, listOfFifty] as const;

export const bodyOf = (server: Server, { operation, variables }: Question): string => server.body(operation, variables);

import type { Caller } from '../../coder/caller.ts';
import type { CoderClient } from '../../coder/client.ts';
import { endpoints, requestPath } from '../../coder/endpoints.ts';
import type { AgentLog, BuildLog } from '../../coder/model.ts';
import { InvalidValueError } from '../../coder/response/invalid-value.ts';
import { parseLogJson } from '../../coder/response/json.ts';
import { LogStream } from '../../coder/response/log-stream.ts';
import { omittedItems, walk } from '../../coder/response/walk.ts';
import { agentLogs, buildLog } from '../../coder/rest/logs.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import { isFinished } from '../build-finished.ts';

/** What is followed: how its log is read, and how its end is known. */
export interface LogUpstream<Line extends { id: LogId }> {
  kind: 'build' | 'agent';
  /** The same for the same target, and for no other. */
  key: string;
  open(client: CoderClient, after: LogId | undefined, caller: Caller): Promise<LogStream<Line>>;
  /** Path and query of the follow socket. */
  followTarget(after: LogId | undefined): string;
  /** The lines of one message of that socket; throws when it is malformed. */
  parse(text: string): Line[];
  /** Whether nothing more will be written. Absent: only the target's disappearance says so. */
  finished?: (client: CoderClient, caller: Caller) => Promise<boolean>;
}

export function buildLogUpstream(workspacebuild: string): LogUpstream<BuildLog> {
  const path = { workspacebuild };
  return {
    kind: 'build',
    key: `build ${workspacebuild}`,
    open: (client, after, caller) => LogStream.open(client, endpoints.buildLogs, path, after, caller),
    followTarget: (after) => requestPath(endpoints.buildLogs, { path, query: followQuery(after) }),
    parse(text) {
      const line = walk(buildLog, parseLogJson(text), 'the message');
      if (line instanceof InvalidValueError) throw line;
      return [line as BuildLog];
    },
    finished: async (client, caller) => isFinished(await client.call(endpoints.build, { path }, caller)),
  };
}

export function agentLogUpstream(workspaceagent: string): LogUpstream<AgentLog> {
  const path = { workspaceagent };
  return {
    kind: 'agent',
    key: `agent ${workspaceagent}`,
    open: (client, after, caller) => LogStream.open(client, endpoints.agentLogs, path, after, caller),
    followTarget: (after) => requestPath(endpoints.agentLogs, { path, query: followQuery(after) }),
    parse(text) {
      const lines = walk(agentLogs, parseLogJson(text), 'the message');
      if (lines instanceof InvalidValueError) throw lines;
      const [bad] = omittedItems(lines as object);
      if (bad !== undefined) throw bad;
      return lines as AgentLog[];
    },
  };
}

/** Coder looks only at whether `follow` is there; `after` 0 is the beginning. */
function followQuery(after: LogId | undefined) {
  return { follow: '', after: after === undefined ? undefined : String(after) };
}

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
  finished?(client: CoderClient, caller: Caller): Promise<boolean>;
}

export class BuildLogUpstream implements LogUpstream<BuildLog> {
  readonly kind = 'build';
  readonly key: string;
  readonly #path: { workspacebuild: string };

  constructor(workspacebuild: string) {
    this.key = `build ${workspacebuild}`;
    this.#path = { workspacebuild };
  }

  open(client: CoderClient, after: LogId | undefined, caller: Caller): Promise<LogStream<BuildLog>> {
    return LogStream.open(client, endpoints.buildLogs, this.#path, after, caller);
  }

  followTarget(after: LogId | undefined): string {
    return requestPath(endpoints.buildLogs, { path: this.#path, query: followQuery(after) });
  }

  parse(text: string): BuildLog[] {
    const line = walk(buildLog, parseLogJson(text), 'the message');
    if (line instanceof InvalidValueError) throw line;
    return [line as BuildLog];
  }

  async finished(client: CoderClient, caller: Caller): Promise<boolean> {
    return isFinished(await client.call(endpoints.build, { path: this.#path }, caller));
  }
}

export class AgentLogUpstream implements LogUpstream<AgentLog> {
  readonly kind = 'agent';
  readonly key: string;
  readonly #path: { workspaceagent: string };

  constructor(workspaceagent: string) {
    this.key = `agent ${workspaceagent}`;
    this.#path = { workspaceagent };
  }

  open(client: CoderClient, after: LogId | undefined, caller: Caller): Promise<LogStream<AgentLog>> {
    return LogStream.open(client, endpoints.agentLogs, this.#path, after, caller);
  }

  followTarget(after: LogId | undefined): string {
    return requestPath(endpoints.agentLogs, { path: this.#path, query: followQuery(after) });
  }

  parse(text: string): AgentLog[] {
    const lines = walk(agentLogs, parseLogJson(text), 'the message');
    if (lines instanceof InvalidValueError) throw lines;
    const [bad] = omittedItems(lines as object);
    if (bad !== undefined) throw bad;
    return lines as AgentLog[];
  }
}

/** Coder looks only at whether `follow` is there; `after` 0 is the beginning. */
function followQuery(after: LogId | undefined) {
  return { follow: '', after: after === undefined ? undefined : String(after) };
}

import type { Caller } from '../../coder/caller.ts';
import type { CoderClient } from '../../coder/client.ts';
import { endpoints, requestPath } from '../../coder/endpoints.ts';
import type { AgentLog, BuildLog, SoundLine } from '../../coder/model.ts';
import { type Check, firstInvalid } from '../../coder/response/check.ts';
import { parseLogJson } from '../../coder/response/log-json.ts';
import { LogStream } from '../../coder/response/log-stream.ts';
import { agentLogs, buildLog, buildLogs } from '../../coder/rest/logs.ts';
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
  /** The lines of a JSON array as plain reads have it; throws when it is malformed. */
  parseAll(text: string): Line[];
  /** Whether nothing more will be written. Absent: only the target's disappearance says so. */
  finished?(client: CoderClient, caller: Caller): Promise<boolean>;
}

/** `GET /workspacebuilds/{workspacebuild}/logs`: one line in each message; it ends with the build's job. */
export class BuildLogUpstream implements LogUpstream<SoundLine<BuildLog>> {
  readonly kind = 'build';
  readonly key: string;
  readonly #path: { workspacebuild: string };

  constructor(workspacebuild: string) {
    this.key = `build ${workspacebuild}`;
    this.#path = { workspacebuild };
  }

  open(client: CoderClient, after: LogId | undefined, caller: Caller): Promise<LogStream<SoundLine<BuildLog>>> {
    return LogStream.open(client, endpoints.buildLogs, this.#path, after, caller);
  }

  followTarget(after: LogId | undefined): string {
    return requestPath(endpoints.buildLogs, { path: this.#path, query: followQuery(after) });
  }

  parse(text: string): SoundLine<BuildLog>[] {
    return [sound<SoundLine<BuildLog>>(buildLog, text)];
  }

  parseAll(text: string): SoundLine<BuildLog>[] {
    return sound<SoundLine<BuildLog>[]>(buildLogs, text);
  }

  async finished(client: CoderClient, caller: Caller): Promise<boolean> {
    return isFinished(await client.call(endpoints.build, { path: this.#path }, caller));
  }
}

/** `GET /workspaceagents/{workspaceagent}/logs`: a list of lines in each message; nothing but the agent's end ends it. */
export class AgentLogUpstream implements LogUpstream<SoundLine<AgentLog>> {
  readonly kind = 'agent';
  readonly key: string;
  readonly #path: { workspaceagent: string };

  constructor(workspaceagent: string) {
    this.key = `agent ${workspaceagent}`;
    this.#path = { workspaceagent };
  }

  open(client: CoderClient, after: LogId | undefined, caller: Caller): Promise<LogStream<SoundLine<AgentLog>>> {
    return LogStream.open(client, endpoints.agentLogs, this.#path, after, caller);
  }

  followTarget(after: LogId | undefined): string {
    return requestPath(endpoints.agentLogs, { path: this.#path, query: followQuery(after) });
  }

  parse(text: string): SoundLine<AgentLog>[] {
    return this.parseAll(text);
  }

  parseAll(text: string): SoundLine<AgentLog>[] {
    return sound<SoundLine<AgentLog>[]>(agentLogs, text);
  }
}

/** Coder looks only at whether `follow` is there; `after` 0 is the beginning. */
function followQuery(after: LogId | undefined) {
  return { follow: '', after: after === undefined ? undefined : String(after) };
}

/** What a message has, checked as a whole: a line that cannot be read must not look like one that was never there. */
function sound<T>(check: Check, text: string): T {
  const json = parseLogJson(text);
  const wrong = firstInvalid(check, json, 'the message');
  if (wrong) throw wrong;
  return json as T;
}

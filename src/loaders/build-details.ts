import type DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { AgentLog, AgentMetadata, BuildLog, BuildParameter, LogId, Timings } from '../coder/model.ts';
import type { RestList } from '../coder/response/check.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import { parametersAreFinal, timingsAreFinal } from './final-details.ts';
import { keptDetail } from './kept-details.ts';
import { afterQuery, keptLog } from './kept-log.ts';
import { KeyedReads } from './keyed-reads.ts';
import type { ShownBuilds } from './shown-builds.ts';
import { unbatchedLoader } from './unbatched-loader.ts';

/** The lines of one target after a log id. */
export interface LogsAfter {
  id: Uuid;
  after: LogId;
}

/** What is read of a build or an agent beyond its own JSON; each costs a call per target and request, unless it is kept. */
export interface DetailLoaders {
  parameters: KeyedReads<Uuid, RestList<BuildParameter> | null>;
  timings: KeyedReads<Uuid, Timings | null>;
  buildLogs: KeyedReads<LogsAfter, RestList<BuildLog> | null>;
  buildLogText: DataLoader<Uuid, string | null>;
  agentLogs: DataLoader<LogsAfter, RestList<AgentLog> | null, string>;
  agentMetadata: DataLoader<Uuid, RestList<AgentMetadata> | null>;
  /** Raw bytes; a secret. */
  state: DataLoader<Uuid, Buffer | null>;
}

export function detailLoaders(session: CoderSession, shown: Pick<ShownBuilds, 'get'>): DetailLoaders {
  const { parameters, timings } = endpoints;
  const buildLogs = keptLog(session, shown);
  const keyOf = ({ id, after }: LogsAfter) => `${id} ${after}`;
  return {
    parameters: new KeyedReads(
      keptDetail(session, shown, { kind: 'parameters', endpoint: parameters, isFinal: parametersAreFinal }),
    ),
    timings: new KeyedReads(
      keptDetail(session, shown, { kind: 'timings', endpoint: timings, isFinal: timingsAreFinal }),
    ),
    buildLogs: new KeyedReads(({ id, after }) => buildLogs(id, after), keyOf),
    buildLogText: unbatchedLoader((workspacebuild) =>
      session.read(endpoints.buildLogText, { path: { workspacebuild }, query: { format: 'text' } }),
    ),
    agentLogs: unbatchedLoader(
      ({ id, after }) => session.read(endpoints.agentLogs, { path: { workspaceagent: id }, query: afterQuery(after) }),
      keyOf,
    ),
    agentMetadata: unbatchedLoader((workspaceagent) => agentMetadata(session, workspaceagent)),
    state: unbatchedLoader((workspacebuild) => session.read(endpoints.state, { path: { workspacebuild } })),
  };
}

async function agentMetadata(session: CoderSession, workspaceagent: Uuid): Promise<RestList<AgentMetadata> | null> {
  const refuseIfTooOld = () => {
    const problem = session.client.version.lack('agentMetadata');
    if (problem) throw problem;
  };
  refuseIfTooOld();
  const items = await session.read(endpoints.agentMetadata, { path: { workspaceagent } });
  // An old Coder has no such route. Its version may not have been known before this answer.
  if (items === null) refuseIfTooOld();
  return items;
}

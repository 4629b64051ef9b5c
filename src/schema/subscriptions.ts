import type { ExecutionResult } from 'graphql';
import type { AgentLog, BuildLog, LogId } from '../coder/model.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { changedValues } from '../plan/changes.ts';
import { shownMetadata } from '../resolvers/agent.ts';
import { uuidArgument } from '../resolvers/ids.ts';
import {
  finalBuild,
  followAgent,
  followBuild,
  watchBuild,
  watchMetadata,
  watchWorkspace,
  watchWorkspaces,
} from '../resolvers/subscriptions.ts';
import type { WorkspaceListEvent } from '../resolvers/workspace-list.ts';
import { AgentLogRef } from './agents/agent-log.ts';
import { AgentMetadataRef } from './agents/agent-metadata.ts';
import { BuildLogRef } from './builds/build-log.ts';
import { builder } from './foundation/builder.ts';
import { pageComplexity } from './foundation/connection.ts';
import { LogLevel } from './foundation/enums.ts';
import { BuildRef, WorkspaceRef } from './foundation/refs.ts';
import { WorkspaceListEventRef } from './workspaces/workspace-list-event.ts';

interface Batch<Line> {
  kind: 'batch';
  logs: readonly Line[];
  lastId: LogId;
}

interface End {
  kind: 'end';
  lastId: LogId | undefined;
}

const AFTER =
  'Only lines behind this log id, a decimal integer: `lastId` of the last event. Default: from the beginning.';

const LogEvent = builder.interfaceRef<{ lastId: LogId | undefined }>('LogEvent').implement({
  description: 'Every event of a log feed.',
  fields: (t) => ({
    lastId: t.id({
      description:
        'The id of the last line that was delivered or left out by `minLevel`, or else `after`; pass it as `after` to resume. `0` before any line, which as `after` means the beginning.',
      resolve: ({ lastId }) => String(lastId ?? 0),
    }),
  }),
});

const BuildLogBatch = builder.objectRef<Batch<BuildLog>>('BuildLogBatch').implement({
  interfaces: [LogEvent],
  description: 'Lines that arrived together, in order of their ids.',
  fields: (t) => ({
    logs: t.field({ type: [BuildLogRef], description: 'At least one.', resolve: ({ logs }) => logs as BuildLog[] }),
  }),
});

const BuildLogEnd = builder.objectRef<End & { buildId: Uuid }>('BuildLogEnd').implement({
  interfaces: [LogEvent],
  description: 'The job has finished and its last line was delivered.',
  fields: (t) => ({
    build: t.field({
      type: BuildRef,
      description: "The build in its final status, read with the subscriber's own token.",
      resolve: (end, _, context) => finalBuild(end, context),
    }),
  }),
});

const BuildLogEvent = builder.unionType('BuildLogEvent', {
  description: 'What a feed of the log of a build says: batches, then the end.',
  types: [BuildLogBatch, BuildLogEnd],
  resolveType: (event) => (event.kind === 'batch' ? 'BuildLogBatch' : 'BuildLogEnd'),
});

const AgentLogBatch = builder.objectRef<Batch<AgentLog>>('AgentLogBatch').implement({
  interfaces: [LogEvent],
  description: 'Lines that arrived together, in order of their ids.',
  fields: (t) => ({
    logs: t.field({ type: [AgentLogRef], description: 'At least one.', resolve: ({ logs }) => logs as AgentLog[] }),
  }),
});

const AgentLogEnd = builder.objectRef<End>('AgentLogEnd').implement({
  interfaces: [LogEvent],
  description: 'The agent is gone; every line that Coder still had was delivered.',
});

const AgentLogEvent = builder.unionType('AgentLogEvent', {
  description: 'What a feed of the log of an agent says: batches, then the end.',
  types: [AgentLogBatch, AgentLogEnd],
  resolveType: (event) => (event.kind === 'batch' ? 'AgentLogBatch' : 'AgentLogEnd'),
});

/** The lines of a batch are the same for whoever may read the log; the end shows the build as its subscriber sees it. */
const sharesBatches = { sharesEvent: ({ kind }: Batch<unknown> | End) => kind === 'batch' };

builder.subscriptionType({
  description:
    'Live data, over WebSocket (`graphql-transport-ws`), SSE and the multipart protocol of Apollo. A failure is a last event with `data: null` and a coded error; then the subscription completes.',
  fields: (t) => ({
    buildLogs: t.field({
      type: BuildLogEvent,
      description:
        'The log of a build as it is written: each line exactly once, in order, whatever happens to the connection to Coder; at last the build in its final status (REST: `GET /workspacebuilds/{workspacebuild}/logs?follow`).',
      args: {
        buildId: t.arg.id({ required: true, description: 'Global id or UUID of the build.' }),
        after: t.arg.id({ description: AFTER }),
        last: t.arg.int({
          description:
            'Begin so many lines before the newest, 1 to 1000; of those that `minLevel` lets through. Without effect together with `after` (or `Last-Event-ID`), so that a feed resumes with the arguments that it began with.',
        }),
        minLevel: t.arg({
          type: LogLevel,
          description:
            'Only lines of this severity or higher; lines of an unknown level are shown. `lastId` covers the lines between as well.',
        }),
      },
      extensions: sharesBatches,
      subscribe: (_, args, context) => followBuild(args, context),
      resolve: (event, { buildId }) =>
        event.kind === 'batch' ? event : { ...event, buildId: uuidArgument('Build', 'buildId', buildId) },
    }),
    agentLogs: t.field({
      type: AgentLogEvent,
      description:
        'The log of an agent as it is written, in the same way; it ends when Coder has the agent no more (REST: `GET /workspaceagents/{workspaceagent}/logs?follow`).',
      args: {
        agentId: t.arg.id({ required: true, description: 'Global id or UUID of the agent.' }),
        after: t.arg.id({ description: AFTER }),
      },
      extensions: sharesBatches,
      subscribe: (_, { agentId, after }, context) => followAgent({ agentId, after }, context),
      resolve: (event) => event,
    }),
    buildUpdated: t.field({
      type: BuildRef,
      description:
        'The build as it is, then after every change of what is selected; completes after its final status (REST: `GET /workspaces/{workspace}/watch-ws`, and slow polling for what that does not tell).',
      args: { buildId: t.arg.id({ required: true, description: 'Global id or UUID of the build.' }) },
      extensions: { newsOf: changedValues },
      subscribe: (_, { buildId }, context) => watchBuild(buildId, context),
      resolve: (build, _, { loaders, session }) => {
        session.answers.add(build);
        return loaders.builds.nodeReadById(build);
      },
    }),
    workspaceUpdated: t.field({
      type: WorkspaceRef,
      description:
        'The workspace as it is, then after every change of what is selected, as the subscriber may see it (REST: `GET /workspaces/{workspace}/watch-ws`, and slow polling for what that does not tell).',
      args: { workspaceId: t.arg.id({ required: true, description: 'Global id or UUID of the workspace.' }) },
      extensions: { newsOf: changedValues },
      subscribe: (_, { workspaceId }, context) => watchWorkspace(workspaceId, context),
      resolve: (workspace, _, { loaders, session }) => {
        session.answers.add(workspace);
        return loaders.workspace(loaders.workspaces.primeFrom(workspace));
      },
    }),
    workspacesUpdated: t.field({
      type: WorkspaceListEventRef,
      description:
        'The first page of the workspaces that match, as it is, then what changed (REST: `GET /workspaces`, read for all subscribers of a token together: at once after a mutation through this gateway, every 5 s while something on the page is under way, every 30 s while all is quiet).',
      args: {
        query: t.arg.string({ description: "Coder's search, as for `workspaces`." }),
        first: t.arg.int({ description: 'How many: 1 to 100, default 25.' }),
      },
      complexity: pageComplexity,
      extensions: { newsOf: () => (result: ExecutionResult, event: WorkspaceListEvent) => event.news(result) },
      subscribe: (_, args, context) => watchWorkspaces(args, context),
      resolve: (event, _, context, info) => event.resolve(context, info),
    }),
    agentMetadata: t.field({
      type: [AgentMetadataRef],
      description:
        'What an agent measures, then all of it again after every change of what is selected; without `ageSeconds` that is seldom (REST: `GET /workspaceagents/{workspaceagent}/watch-metadata-ws`). It fails with `NOT_FOUND` when Coder has the agent no more, as after a newer build.',
      args: { agentId: t.arg.id({ required: true, description: 'Global id or UUID of the agent.' }) },
      extensions: { newsOf: changedValues },
      subscribe: (_, { agentId }, context) => watchMetadata(agentId, context),
      resolve: (items, _, context, info) => {
        context.session.answers.add(items);
        return shownMetadata(items, context, info);
      },
    }),
  }),
});

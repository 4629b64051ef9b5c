import type { AgentLog } from '../coder/model.ts';
import { builder } from './builder.ts';
import { connection } from './connection.ts';
import { LogLevel } from './enums.ts';

export const AgentLogRef = builder.objectRef<AgentLog>('AgentLog').implement({
  description: 'A line of the log of an agent (REST: `GET /workspaceagents/{workspaceagent}/logs`).',
  fields: (t) => ({
    id: t.id({
      description: 'The log id, a 64-bit integer in decimal: ascending within an agent, with gaps (REST: `id`).',
      resolve: ({ id }) => String(id),
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'REST: `created_at`.' }),
    level: t.expose('level', { type: LogLevel, description: 'REST: `level`.' }),
    output: t.exposeString('output', { description: 'At most 1024 characters (REST: `output`).' }),
    sourceId: t.expose('source_id', {
      type: 'UUID',
      nullable: true,
      description: 'Which of `logSources` wrote it (REST: `source_id`).',
    }),
  }),
});

export const AgentLogConnection = connection(
  AgentLogRef,
  'AgentLog',
  'Lines of the log of an agent, in order of their ids.',
);

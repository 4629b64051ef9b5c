import type { AgentLog } from '../../coder/model.ts';
import { agentLog } from '../../coder/rest/logs.ts';
import { builder } from '../foundation/builder.ts';
import { connection } from '../foundation/connection.ts';
import { LogLevel } from '../foundation/enums.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const line = new RestFields(ownView(agentLog, (json: AgentLog) => json));

export const AgentLogRef = builder.objectRef<AgentLog>('AgentLog').implement({
  description: 'A line of the log of an agent (REST: `GET /workspaceagents/{workspaceagent}/logs`).',
  fields: (t) => ({
    id: t.field(
      line.computed(
        ['id'],
        {
          type: 'ID',
          description: 'The log id, a 64-bit integer in decimal: ascending within an agent, with gaps (REST: `id`).',
        },
        ([id]) => String(id),
      ),
    ),
    createdAt: t.field(line.value('created_at', { type: 'DateTime' })),
    level: t.field(line.value('level', { type: LogLevel })),
    output: t.field(line.value('output', { type: 'String', description: 'At most 1024 characters.' })),
    sourceId: t.field(
      line.value('source_id', {
        type: 'UUID',
        description: 'Which of `logSources` wrote it.',
      }),
    ),
  }),
});

export const AgentLogConnection = connection(
  AgentLogRef,
  'AgentLog',
  'Lines of the log of an agent, in order of their ids.',
);

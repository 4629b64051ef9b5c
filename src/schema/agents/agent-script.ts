import * as rest from '../../coder/rest/agent.ts';
import type { ScriptNode } from '../../loaders/nodes.ts';
import { scriptLogSource } from '../../resolvers/agent.ts';
import { compositeId } from '../../resolvers/ids.ts';
import { builder } from '../foundation/builder.ts';
import { AgentScriptStatus } from '../foundation/enums.ts';
import { AgentLogSourceRef } from '../foundation/refs.ts';
import { ofScript } from '../foundation/views.ts';

export const AgentScriptRef = builder.objectRef<ScriptNode>('AgentScript');

builder.node(AgentScriptRef, {
  description: 'A script that an agent runs at start, at stop, or by schedule (REST: `scripts` of an agent).',
  id: ofScript.globalId('AgentScript', (id, { agent }) => compositeId(rest.agent.read(agent.agent, 'id'), id)),
  fields: (t) => ({
    uuid: t.field(ofScript.value('id', { type: 'UUID' })),
    displayName: t.field(ofScript.value('display_name', { type: 'String' })),
    script: t.field(ofScript.value('script', { type: 'String', description: 'Source text.' })),
    cron: t.field(ofScript.value('cron', { type: 'String', description: 'Schedule; null when it has none.' })),
    logPath: t.field(
      ofScript.value('log_path', { type: 'String', description: 'File in the workspace; may be empty.' }),
    ),
    logSource: t.field(
      ofScript.computed(
        ['log_source_id'],
        {
          type: AgentLogSourceRef,
          nullable: true,
          description: 'Which lines of the log of its agent are its own (REST: `log_source_id`).',
        },
        ([id], node) => scriptLogSource(id, node),
      ),
    ),
    runOnStart: t.field(ofScript.value('run_on_start', { type: 'Boolean' })),
    runOnStop: t.field(ofScript.value('run_on_stop', { type: 'Boolean' })),
    startBlocksLogin: t.field(
      ofScript.value('start_blocks_login', { type: 'Boolean', description: 'Whether a login waits until it has run.' }),
    ),
    timeoutSeconds: t.field(
      ofScript.computed(
        ['timeout'],
        { type: 'Float', description: 'Seconds; 0 means none (REST: `timeout`, in nanoseconds).' },
        ([timeout]) => timeout / 1e9,
      ),
    ),
    status: t.field(
      ofScript.value('status', {
        type: AgentScriptStatus,
        description: 'How the latest run ended; null before.',
      }),
    ),
    exitCode: t.field(ofScript.value('exit_code', { type: 'Int', description: 'Of the latest run; null before.' })),
  }),
});

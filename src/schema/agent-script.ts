import { type ScriptNode, scriptLogSource, scriptTimeout } from '../resolvers/agent.ts';
import { encodeNodeId } from '../resolvers/ids.ts';
import { builder } from './builder.ts';
import { AgentScriptStatus } from './enums.ts';
import { AgentLogSourceRef } from './refs.ts';

export const AgentScriptRef = builder.objectRef<ScriptNode>('AgentScript').implement({
  description: 'A script that an agent runs at start, at stop, or by schedule (REST: `scripts` of an agent).',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque; unique in the graph.',
      resolve: ({ script }) => encodeNodeId('AgentScript', script.id),
    }),
    uuid: t.field({ type: 'UUID', description: 'REST: `id`.', resolve: ({ script }) => script.id }),
    displayName: t.string({ description: 'REST: `display_name`.', resolve: ({ script }) => script.display_name }),
    script: t.string({ description: 'Source text (REST: `script`).', resolve: ({ script }) => script.script }),
    cron: t.string({
      nullable: true,
      description: 'Schedule; null when it has none (REST: `cron`).',
      resolve: ({ script }) => script.cron,
    }),
    logPath: t.string({
      description: 'File in the workspace; may be empty (REST: `log_path`).',
      resolve: ({ script }) => script.log_path,
    }),
    logSource: t.field({
      type: AgentLogSourceRef,
      nullable: true,
      description: 'Which lines of the log of its agent are its own (REST: `log_source_id`).',
      resolve: scriptLogSource,
    }),
    runOnStart: t.boolean({ description: 'REST: `run_on_start`.', resolve: ({ script }) => script.run_on_start }),
    runOnStop: t.boolean({ description: 'REST: `run_on_stop`.', resolve: ({ script }) => script.run_on_stop }),
    startBlocksLogin: t.boolean({
      description: 'Whether a login waits until it has run (REST: `start_blocks_login`).',
      resolve: ({ script }) => script.start_blocks_login,
    }),
    timeoutSeconds: t.float({
      description: 'Seconds; 0 means none (REST: `timeout`, in nanoseconds).',
      resolve: scriptTimeout,
    }),
    status: t.field({
      type: AgentScriptStatus,
      nullable: true,
      description: 'How the latest run ended; null before (REST: `status`).',
      resolve: ({ script }) => script.status,
    }),
    exitCode: t.int({
      nullable: true,
      description: 'Of the latest run; null before (REST: `exit_code`).',
      resolve: ({ script }) => script.exit_code,
    }),
  }),
});

import type { BuildLog } from '../../coder/model.ts';
import { buildLog } from '../../coder/rest/logs.ts';
import { builder } from '../foundation/builder.ts';
import { connection } from '../foundation/connection.ts';
import { LogLevel, LogSource } from '../foundation/enums.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const line = new RestFields(ownView(buildLog, (json: BuildLog) => json));

export const BuildLogRef = builder.objectRef<BuildLog>('BuildLog').implement({
  description: 'A line of the log of a build (REST: `GET /workspacebuilds/{workspacebuild}/logs`).',
  fields: (t) => ({
    id: t.field(
      line.computed(
        ['id'],
        {
          type: 'ID',
          description: 'The log id, a 64-bit integer in decimal: ascending within a build, with gaps (REST: `id`).',
        },
        ([id]) => String(id),
      ),
    ),
    createdAt: t.field(
      line.value('created_at', {
        type: 'DateTime',
        description: "By the provisioner's clock, in milliseconds; order by `id`, not by this.",
      }),
    ),
    level: t.field(line.value('log_level', { type: LogLevel })),
    source: t.field(line.value('log_source', { type: LogSource })),
    stage: t.field(
      line.value('stage', {
        type: 'String',
        description: 'Such as `Planning Infrastructure`; at most 128 characters.',
      }),
    ),
    output: t.field(
      line.value('output', {
        type: 'String',
        description: 'At most 1024 characters; may be empty, hold line breaks and ANSI codes.',
      }),
    ),
  }),
});

export const BuildLogConnection = connection(
  BuildLogRef,
  'BuildLog',
  'Lines of the log of a build, in order of their ids.',
);

import type { BuildLog } from '../coder/model.ts';
import { builder } from './builder.ts';
import { connection } from './connection.ts';
import { LogLevel, LogSource } from './enums.ts';

export const BuildLogRef = builder.objectRef<BuildLog>('BuildLog').implement({
  description: 'A line of the log of a build (REST: `GET /workspacebuilds/{workspacebuild}/logs`).',
  fields: (t) => ({
    id: t.id({
      description: 'The log id, a 64-bit integer in decimal: ascending within a build, with gaps (REST: `id`).',
      resolve: ({ id }) => String(id),
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      description: "By the provisioner's clock, in milliseconds; order by `id`, not by this (REST: `created_at`).",
    }),
    level: t.expose('log_level', { type: LogLevel, description: 'REST: `log_level`.' }),
    source: t.expose('log_source', { type: LogSource, description: 'REST: `log_source`.' }),
    stage: t.exposeString('stage', {
      description: 'Such as `Planning Infrastructure`; at most 128 characters (REST: `stage`).',
    }),
    output: t.exposeString('output', {
      description: 'At most 1024 characters; may be empty, hold line breaks and ANSI codes (REST: `output`).',
    }),
  }),
});

export const BuildLogConnection = connection(
  BuildLogRef,
  'BuildLog',
  'Lines of the log of a build, in order of their ids.',
);

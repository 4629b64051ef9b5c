import type { AgentMetadata } from '../../coder/model.ts';
import { agentMetadataItem } from '../../coder/rest/agent-metadata.ts';
import { builder } from '../foundation/builder.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const item = new RestFields(ownView(agentMetadataItem, (json: AgentMetadata) => json));
const description = item.within('description');
const result = item.within('result');

export const AgentMetadataRef = builder.objectRef<AgentMetadata>('AgentMetadata').implement({
  description:
    'Something that an agent measures by a script of its template, such as its load (REST: an item of the events of `watch-metadata-ws`).',
  fields: (t) => ({
    key: t.field(
      description.value('key', { type: 'String', description: 'Unique in its agent (REST: `description.key`).' }),
    ),
    displayName: t.field(
      description.value('display_name', { type: 'String', description: 'REST: `description.display_name`.' }),
    ),
    value: t.field(
      result.value('value', {
        type: 'String',
        description:
          'What the script printed; empty before the first report, and when it failed (REST: `result.value`).',
      }),
    ),
    error: t.field(
      result.value('error', {
        type: 'String',
        description: 'Why it failed; null when it did not (REST: `result.error`).',
      }),
    ),
    collectedAt: t.field(
      result.value('collected_at', {
        type: 'DateTime',
        description: 'When it was measured; null before the first report (REST: `result.collected_at`).',
      }),
    ),
    ageSeconds: t.field(
      result.value('age', {
        type: 'Float',
        description:
          'Seconds since it was measured, as Coder counted when it sent this; huge before the first report (REST: `result.age`).',
      }),
    ),
    intervalSeconds: t.field(
      description.value('interval', {
        type: 'Float',
        description: 'Seconds between two measurements (REST: `description.interval`).',
      }),
    ),
  }),
});

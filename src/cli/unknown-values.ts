import { graphql } from 'graphql';
import type { CoderClient } from '../coder/client.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { Feeds } from '../feeds/feeds.ts';
import { createRequestContext } from '../resolvers/context.ts';
import { createSchema } from '../schema/schema.ts';

/** Every field of a workspace and its newest build that shows an enum of Coder's. */
const ENUMS = `query Enums($id: ID!) {
  workspace(id: $id) {
    automaticUpdates
    sharedWith { actorType }
    latestAppStatus { state }
    latestBuild {
      transition
      reason
      status
      job { status type errorCode metadata { workspaceBuildTransition } }
      resources {
        workspaceTransition
        agents {
          status
          lifecycleState
          subsystems
          displayApps
          startupScriptBehavior
          scripts { status }
          apps { sharingLevel health openIn statuses { state } }
        }
      }
      timings {
        provisionerTimings { stage }
        agentScriptTimings { stage status }
        agentConnectionTimings { stage }
      }
      logs(last: 1000) { nodes { level source } }
    }
  }
}`;

/** Enum values of one workspace and its newest build that this version does not know, as `Enum: value`. */
export async function unknownEnumValues(coder: CoderClient, token: string, workspaceId: Uuid): Promise<string[]> {
  const found = new Set<string>();
  const schema = createSchema({ onUnknownEnumValue: (name, value) => found.add(`${name}: ${String(value)}`) });
  const feeds = new Feeds(coder);
  try {
    const contextValue = createRequestContext({ coder, feeds, token, maxCalls: 20 });
    // Errors of fields are the other steps' to tell.
    await graphql({ schema, source: ENUMS, variableValues: { id: workspaceId }, contextValue });
  } finally {
    feeds.close();
  }
  return [...found].sort();
}

/** The document of a feed that resumes: it selects `lastId`, and takes `after`. */
export const FOLLOW = `subscription Follow($buildId: ID!, $after: ID) {
  buildLogs(buildId: $buildId, after: $after) {
    __typename
    ... on BuildLogBatch {
      lastId
      logs { id createdAt level source stage output }
    }
    ... on BuildLogEnd {
      lastId
      build { id status job { id status error } }
    }
  }
}`;

export interface LogLine {
  id: string;
  createdAt: string;
  level: string;
  source: string;
  stage: string;
  output: string;
}

/** What a feed with that document says. */
export type LogEvent =
  | { __typename: 'BuildLogBatch'; lastId: string; logs: LogLine[] }
  | {
      __typename: 'BuildLogEnd';
      lastId: string;
      build: { id: string; status: string; job: { id: string; status: string; error: string | null } };
    };

/** The `lastId` of a batch, whatever the feed is called in the document; nothing for other events. */
export function lastIdOf(result: { data?: Record<string, unknown> | null | undefined }): string | undefined {
  const [event] = Object.values(result.data ?? {}) as ({ lastId?: string } | null | undefined)[];
  return event?.lastId;
}

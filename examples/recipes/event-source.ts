import { FOLLOW, type LogEvent } from './feed.ts';

interface Failure {
  message: string;
  extensions: { code: string };
}

export function follow(
  url: string,
  buildId: string,
  onEvent: (event: LogEvent) => void,
  onFailure: (failure: Failure) => void,
): EventSource {
  const search = new URLSearchParams({ query: FOLLOW, variables: JSON.stringify({ buildId }) });
  const source = new EventSource(`${url}?${search}`);
  source.addEventListener('next', ({ data }) => {
    const { data: result, errors } = JSON.parse(data) as { data?: { buildLogs: LogEvent } | null; errors?: Failure[] };
    if (result) onEvent(result.buildLogs);
    if (result?.buildLogs.__typename === 'BuildLogEnd') source.close();
    // After this one the stream ends, and the EventSource comes back.
    const [failure] = errors ?? [];
    if (!failure || failure.extensions.code === 'UPSTREAM_UNAVAILABLE') return;
    source.close();
    onFailure(failure);
  });
  return source;
}

import { eventsOf, type FeedOptions } from './subscription.ts';

interface Event {
  readonly __typename: string;
  readonly lastId: string;
}

interface Line {
  readonly id: string;
}

/**
 * The events of a log feed from `after` on, each line exactly once: whatever breaks is resumed behind the last line
 * that was given, and only the end event ends it. Throws a `FeedError` when the gateway says that it cannot go on.
 */
export async function* follow<E extends Event>(
  query: string,
  variables: Record<string, unknown>,
  options: FeedOptions & { after?: string | undefined },
): AsyncGenerator<E, void, undefined> {
  let { after } = options;
  const log = { query, variables: () => ({ ...variables, after }), lastId: () => after };
  for await (const event of eventsOf<E>(log, options)) {
    const news = withoutKnownLines(event, after);
    after = event.lastId;
    if (news) yield news;
    if (event.__typename.endsWith('End')) return;
  }
}

/** A batch without the lines up to `after`, should a gateway repeat some; undefined when nothing is left. */
function withoutKnownLines<E extends Event>(event: E, after: string | undefined): E | undefined {
  const { logs } = event as { logs?: readonly Line[] };
  const [first] = logs ?? [];
  if (!logs || !first || after === undefined || BigInt(first.id) > BigInt(after)) return event;
  const fresh = logs.filter(({ id }) => BigInt(id) > BigInt(after));
  return fresh.length === 0 ? undefined : { ...event, logs: fresh };
}

import { eventStream, type Framing, multipart } from './framing.ts';

/** The parameters of a media type by name; names in lower case. */
export type MediaParameters = ReadonlyMap<string, string | undefined>;

/** How a client with this `Accept` header takes the results of a subscription; undefined: in no way that is served. */
export function acceptedFraming(accept: string | null): Framing | undefined {
  return preferred(accept, subscriptionFraming);
}

/** What `framingOf` makes of the media type that the client likes best, of those that it makes anything of. */
export function preferred<F>(
  accept: string | null,
  framingOf: (type: string | undefined, parameters: MediaParameters) => F | undefined,
): F | undefined {
  let best: { framing: F; quality: number } | undefined;
  for (const range of (accept || '*/*').toLowerCase().split(',')) {
    const [type, ...parameters] = range.split(';').map((each) => each.trim());
    const values = new Map(parameters.map((each) => each.split(/\s*=\s*/, 2) as [string, string | undefined]));
    const framing = framingOf(type, values);
    const quality = Number(values.get('q') ?? 1);
    // Of equal ones the first.
    if (framing && quality > (best?.quality ?? 0)) best = { framing, quality };
  }
  return best?.framing;
}

function subscriptionFraming(type: string | undefined, parameters: MediaParameters): Framing | undefined {
  if (type === 'text/event-stream' || type === 'text/*' || type === '*/*') return eventStream;
  // Without this parameter it is the format of incremental delivery.
  const specified = parameters.get('subscriptionspec')?.replace(/^"(.*)"$/, '$1') === '1.0';
  return type === 'multipart/mixed' && specified ? multipart : undefined;
}

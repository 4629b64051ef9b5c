import { eventStream, type Framing, multipart } from './framing.ts';

/** How a client with this `Accept` header takes the results of a subscription; undefined: in no way that is served. */
export function acceptedFraming(accept: string | null): Framing | undefined {
  let best: { framing: Framing; quality: number } | undefined;
  for (const range of (accept || '*/*').toLowerCase().split(',')) {
    const [type, ...parameters] = range.split(';').map((each) => each.trim());
    const values = new Map(parameters.map((each) => each.split(/\s*=\s*/, 2) as [string, string | undefined]));
    const framing = framingOf(type, values.get('subscriptionspec'));
    const quality = Number(values.get('q') ?? 1);
    // Of equal ones the first.
    if (framing && quality > (best?.quality ?? 0)) best = { framing, quality };
  }
  return best?.framing;
}

function framingOf(type: string | undefined, subscriptionSpec: string | undefined): Framing | undefined {
  if (type === 'text/event-stream' || type === 'text/*' || type === '*/*') return eventStream;
  // Without this parameter it is the format of incremental delivery.
  const specified = subscriptionSpec?.replace(/^"(.*)"$/, '$1') === '1.0';
  return type === 'multipart/mixed' && specified ? multipart : undefined;
}

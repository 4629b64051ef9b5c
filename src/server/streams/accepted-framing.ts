import { type MediaParameters, negotiate } from '../http/negotiate.ts';
import { eventStream, type Framing, multipart } from './framing.ts';

/** How a client with this `Accept` header takes the results of a subscription; undefined: in no way that is served. */
export function acceptedFraming(accept: string | null): Framing | undefined {
  return negotiate(accept, subscriptionFraming);
}

function subscriptionFraming(type: string | undefined, parameters: MediaParameters): Framing | undefined {
  if (type === 'text/event-stream' || type === 'text/*' || type === '*/*') return eventStream;
  // Without this parameter it is the format of incremental delivery.
  const specified = parameters.get('subscriptionspec')?.replace(/^"(.*)"$/, '$1') === '1.0';
  return type === 'multipart/mixed' && specified ? multipart : undefined;
}

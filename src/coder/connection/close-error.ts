import { settingNames } from '../../config.ts';
import { errorFromNetwork, UpstreamError } from '../response/failures.ts';
import type { CloseReason } from './follow.ts';

/** What the end of a socket means for who wanted something of it. */
export function errorOfClose(reason: CloseReason): UpstreamError {
  switch (reason.kind) {
    case 'refused':
      return (
        reason.error ??
        new UpstreamError(
          'UPSTREAM_UNAVAILABLE',
          `Coder answered the handshake of a WebSocket with status ${reason.status}. Does a proxy on the way to ${settingNames.coderUrl} pass WebSockets on?`,
          { status: reason.status },
        )
      );
    case 'malformed':
      return new UpstreamError('UPSTREAM_BAD_RESPONSE', 'What Coder sent over a WebSocket cannot be read.');
    case 'closed':
      return errorFromNetwork(new Error(`the WebSocket was closed with ${reason.code}`));
    case 'lost':
      return errorFromNetwork(reason.cause ?? new Error('the WebSocket was cut'));
  }
}

/** What an event means in which Coder says that it failed; its words are an operator's to read in Coder's own log. */
export function eventError(): UpstreamError {
  return new UpstreamError('UPSTREAM_UNAVAILABLE', 'Coder failed to read what it was asked for.', { transient: true });
}

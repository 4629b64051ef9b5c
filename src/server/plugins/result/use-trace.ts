import { onEachPayload } from '../../incremental/payload.ts';
import type { Plugin } from '../../operation-context.ts';

/** `extensions.upstream`: what the answer cost at Coder, for callers that want to know; in the last of its payloads. */
export function useTrace(): Plugin {
  return {
    onExecute: ({ context }) => ({
      onExecuteDone: onEachPayload((payload) => {
        if (!context.caller.trace || payload.hasNext) return payload;
        return { ...payload, extensions: { ...payload.extensions, upstream: context.session.trace.toJSON() } };
      }),
    }),
  };
}

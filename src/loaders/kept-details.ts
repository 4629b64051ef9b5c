import { KeptAnswers } from '../coder/cache/kept-answers.ts';
import type { FinalKind } from '../coder/cache/shared-answers.ts';
import type { CallOptions, Endpoint } from '../coder/endpoints.ts';
import type { Build } from '../coder/model.ts';
import { firstInvalid } from '../coder/response/check.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import type { ShownBuilds } from './shown-builds.ts';

type DetailRoute = `/workspacebuilds/{workspacebuild}/${string}`;

/** Something that Coder tells of a build beside the build's own JSON. */
interface Detail<Route extends DetailRoute, Value> {
  kind: Exclude<FinalKind, 'logs'>;
  endpoint: Endpoint<Route, Value>;
  /** Whether it cannot change any more. */
  isFinal: (build: Build, now: number) => boolean;
}

/** Reads a detail of builds: without a call where it is kept and this request was shown the build. */
export function keptDetail<Route extends DetailRoute, Value extends object>(
  session: CoderSession,
  shown: Pick<ShownBuilds, 'get'>,
  { kind, endpoint, isFinal }: Detail<Route, Value>,
): (build: Uuid) => Value | Promise<Value | null> {
  const { cache } = session.client;
  const kept = cache && new KeptAnswers<Value>(cache, kind);
  const isSound = (value: Value) => !firstInvalid(endpoint.check, value, 'the answer');
  return (id) => {
    const options = { path: { workspacebuild: id } } as CallOptions<Route>;
    const build = shown.get(id);
    if (!kept || !build) return session.read(endpoint, options);
    const known = kept.find(id);
    if (known) {
      session.cached(endpoint);
      return known;
    }
    if (!isFinal(build, session.now())) return session.read(endpoint, options);
    const read = () =>
      session.read(endpoint, { ...options, keptByCaller: true }).then((value) => {
        if (value && isSound(value)) {
          kept.keep(id, value);
          kept.share(id, value);
        }
        return value;
      });
    const shared = kept.findShared(id, isSound);
    if (!shared) return read();
    return shared.then((value) => {
      if (!value) return read();
      session.cached(endpoint);
      return value;
    });
  };
}

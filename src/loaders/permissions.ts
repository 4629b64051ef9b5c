import DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import { flag, type RestObject, take } from '../coder/response/check.ts';
import type { PermissionCheck, PermissionChecks } from '../coder/rest/authcheck.ts';
import type { CoderSession } from '../coder/session.ts';
import { portions } from './portions.ts';
import { errorAsValue } from './unbatched-loader.ts';

/** Coder counts uses, not distinct ids, and refuses a call that has more. */
const IDS_PER_CALL = 10;

/**
 * What the viewer may do. All that is asked in the same tick goes into as few calls as Coder allows: checks by owner
 * and organization are unlimited, those of one object by its id are not.
 */
export function permissionLoader(session: CoderSession): DataLoader<PermissionCheck, boolean, string> {
  return new DataLoader((checks) => readMany(session, checks), { cacheKeyFn: (check) => JSON.stringify(check) });
}

type Answer = boolean | Error;

async function readMany(session: CoderSession, checks: readonly PermissionCheck[]): Promise<Answer[]> {
  const answers = new Map<PermissionCheck, Answer>();
  await Promise.all(
    inCalls(checks).map(async (call) => {
      const read = await errorAsValue(readSome(session, call));
      call.forEach((check, place) => {
        answers.set(check, read instanceof Error ? read : (read[place] as Answer));
      });
    }),
  );
  return checks.map((check) => answers.get(check) as Answer);
}

/** The checks of each call. */
function inCalls(checks: readonly PermissionCheck[]): PermissionCheck[][] {
  const byId = checks.filter(({ object }) => object.resource_id !== undefined);
  const unlimited = checks.filter(({ object }) => object.resource_id === undefined);
  const [first = [], ...rest] = portions(byId, IDS_PER_CALL);
  return [[...unlimited, ...first], ...rest];
}

/** One call; the keys of its checks are their places. */
async function readSome(session: CoderSession, checks: readonly PermissionCheck[]): Promise<Answer[]> {
  const body: PermissionChecks = { checks: Object.fromEntries(checks.entries()) };
  const json = await session.call(endpoints.authcheck, { path: {}, body });
  return checks.map((_, place) => {
    const field = { name: String(place), need: 'required', check: flag } as const;
    return take(json as unknown as RestObject, field) as Answer;
  });
}

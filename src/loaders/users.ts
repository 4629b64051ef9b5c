import type DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { User } from '../coder/model.ts';
import type { CoderSession } from '../coder/session.ts';
import { unbatchedLoader } from './unbatched-loader.ts';

/** Users by UUID, username or `me`. Coder has no batch read of users. */
export function userLoader(session: CoderSession): DataLoader<string, User | null> {
  return unbatchedLoader((user) => session.read(endpoints.user, { path: { user } }));
}

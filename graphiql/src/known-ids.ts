import { askGateway, useIdentity } from './identity.ts';
import { type FoundIds, idsOf, idsQuery, type TabIds } from './openings.ts';

/** Asks who the viewer is and what the tabs could be about; undefined: the token has changed in the meantime. */
export async function askIds(): Promise<TabIds | undefined> {
  const { token } = useIdentity.getState();
  const { viewer, ids } = await answer();
  if (useIdentity.getState().token !== token) return undefined;
  useIdentity.setState({ viewer });
  return ids;
}

async function answer() {
  try {
    const { data, errors } = await askGateway<FoundIds>(idsQuery);
    const ids = data?.workspaces ? idsOf(data) : {};
    if (data?.viewer) return { viewer: { state: 'known', username: data.viewer.username } as const, ids };
    return { viewer: { state: 'unknown', why: errors?.[0]?.message ?? 'Nobody is signed in.' } as const, ids };
  } catch {
    return { viewer: { state: 'unknown', why: 'The gateway does not answer.' } as const, ids: {} };
  }
}

import { askGateway, useIdentity, type Viewer } from './identity.ts';
import { type FoundIds, idsOf, idsQuery, type TabIds } from './openings.ts';

interface Known {
  viewer: Viewer;
  ids?: TabIds;
}

/**
 * Asks who the viewer is and what the tabs could be about. Undefined: nobody is there to ask about, or the token has
 * changed in the meantime.
 */
export async function askIds(): Promise<TabIds | undefined> {
  const { token } = useIdentity.getState();
  const { viewer, ids } = await answer(token);
  if (useIdentity.getState().token !== token) return undefined;
  useIdentity.setState({ viewer });
  return ids;
}

async function answer(token: string | undefined): Promise<Known> {
  // It could not be sent: to `fetch` that looks as if the gateway were away.
  if (token !== undefined && /[^!-~]/.test(token))
    return unknown('token refused', 'A session token has no spaces and no characters beyond ASCII.');
  try {
    const { data, errors } = await askGateway<FoundIds>(idsQuery);
    if (data?.viewer) {
      const viewer: Viewer = { state: 'known', username: data.viewer.username };
      return { viewer, ...(data.workspaces && { ids: idsOf(data) }) };
    }
    const [error] = errors ?? [];
    const refused = error?.extensions?.code === 'UNAUTHENTICATED';
    const short = !refused ? 'no answer' : token === undefined ? 'signed out' : 'token refused';
    return unknown(short, error?.message ?? 'Nobody is signed in.');
  } catch {
    return unknown('no answer', 'The gateway does not answer.');
  }
}

function unknown(short: string, why: string): Known {
  return { viewer: { state: 'unknown', short, why } };
}

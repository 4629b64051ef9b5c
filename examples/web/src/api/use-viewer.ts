import { useEffect } from 'react';
import { useQuery } from 'urql';
import { useSession } from './session.tsx';
import { Viewer } from './viewer.ts';

/** Who the page acts as; `username` is undefined while that is not known, and when it is nobody. */
export function useViewer(): { username: string | undefined; fetching: boolean } {
  const { recordViewer } = useSession();
  const [{ data, fetching }] = useQuery({ query: Viewer });
  const { id, username } = data?.viewer ?? {};
  useEffect(() => {
    if (id !== undefined) recordViewer(id);
  }, [id, recordViewer]);
  return { username: username ?? undefined, fetching };
}

import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { buildPath } from '../routes.ts';

/** What `CreateBuildSuccess` says of a build; a build that cannot be read is null. */
interface NewBuild {
  buildId: string;
  build?: { uuid: string } | null | undefined;
}

/** Goes to the page of a new build, unless the person has left the page that asked for it meanwhile. */
export function useGoToBuild(): (created: NewBuild) => void {
  const navigate = useNavigate();
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  return ({ buildId, build }) => {
    if (isThere.current) navigate(buildPath(build?.uuid ?? buildId));
  };
}

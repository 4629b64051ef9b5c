import type { Failure } from '../api/failure.ts';
import { Missing } from '../ui/state/missing.tsx';
import { SkeletonRows } from '../ui/state/skeleton.tsx';
import { PageFailure } from './page-failure.tsx';
import { PageHead } from './page-head.tsx';

interface UnreadPageProps {
  what: 'workspace' | 'build';
  fetching: boolean;
  failure: Failure | undefined;
  onRetry: () => void;
}

/** In the place of a page of which nothing is known: it is on its way, could not be read, or does not exist. */
export function UnreadPage({ what, fetching, failure, onRetry }: UnreadPageProps) {
  const title = what === 'workspace' ? 'Workspace' : 'Build';
  const content = () => {
    // An address that was cut or mistyped: it stays wrong, however often it is tried.
    if (failure?.code === 'BAD_USER_INPUT' && failure.argument === 'id') return <Missing what={what} />;
    if (failure) return <PageFailure failure={failure} onRetry={onRetry} />;
    return fetching ? <SkeletonRows label={`the ${what}`} /> : <Missing what={what} />;
  };
  return (
    <>
      <PageHead tab={title} crumbs={[{ text: 'Workspaces', to: '/' }]} title={title} />
      {content()}
    </>
  );
}

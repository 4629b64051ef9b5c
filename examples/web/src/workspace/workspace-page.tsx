import { useParams } from 'react-router';
import { PageHead } from '../layout/page-head.tsx';
import { WorkspaceActions } from '../start/WorkspaceActions.tsx';

export function WorkspacePage() {
  const { id = '' } = useParams();
  return <PageHead title="Workspace" tab="Workspace" actions={<WorkspaceActions workspaceId={id} />} />;
}

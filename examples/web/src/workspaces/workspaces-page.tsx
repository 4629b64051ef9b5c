import { PageHead } from '../layout/page-head.tsx';

export function WorkspacesPage() {
  return <PageHead title="Workspaces" tab="Workspaces" />;
}

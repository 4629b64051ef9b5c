import { Compass } from 'lucide-react';
import { Empty } from '../ui/state/empty.tsx';
import { PageHead } from './page-head.tsx';

export function NotFound() {
  return (
    <>
      <PageHead tab="Not found" crumbs={[{ text: 'Workspaces', to: '/' }]} title="Not found" />
      <Empty icon={Compass} title="There is no such page" />
    </>
  );
}

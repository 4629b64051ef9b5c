import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { Empty } from '../ui/state/empty.tsx';

export function NotFound() {
  return (
    <Empty icon={Compass} title="There is no such page">
      <Link to="/">All workspaces</Link>
    </Empty>
  );
}

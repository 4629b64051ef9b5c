import { SearchX } from 'lucide-react';
import { Link } from 'react-router';
import { Empty } from './empty.tsx';
import styles from './missing.module.css';

/** In the place of something that does not exist, or is not for the viewer to see: Coder does not tell these apart. */
export function Missing({ what }: { what: 'workspace' | 'build' }) {
  return (
    <Empty
      icon={SearchX}
      title={`There is no such ${what}`}
      actions={
        <Link to="/" className={styles.link}>
          All workspaces
        </Link>
      }
    >
      Its address is wrong, it was deleted, or you are not allowed to see it.
    </Empty>
  );
}

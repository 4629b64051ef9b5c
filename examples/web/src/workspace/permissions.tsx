import { Check, Minus } from 'lucide-react';
import type { WorkspaceHeadQuery } from '../generated/graphql.ts';
import { classNames } from '../ui/class-names.ts';
import styles from './permissions.module.css';

type Viewer = NonNullable<NonNullable<WorkspaceHeadQuery['workspace']>['viewerCan']>;
type Rights = Omit<Viewer, '__typename'>;

const NAMES: readonly [right: keyof Rights, text: string][] = [
  ['start', 'Start'],
  ['stop', 'Stop'],
  ['cancelBuild', 'Cancel builds'],
  ['update', 'Change settings'],
  ['updateState', 'Replace provisioner state'],
  ['delete', 'Delete'],
];

/** What the viewer has the right to do with a workspace. */
export function Permissions({ can }: { can: Rights }) {
  return (
    <ul className={styles.list}>
      {NAMES.map(([right, text]) => {
        const Icon = can[right] ? Check : Minus;
        return (
          <li key={right} className={classNames(styles.item, !can[right] && styles.no)}>
            <Icon aria-hidden="true" />
            {text}
            {!can[right] && <span className={styles.word}>Not allowed</span>}
          </li>
        );
      })}
    </ul>
  );
}

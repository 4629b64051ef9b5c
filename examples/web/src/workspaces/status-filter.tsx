import type { BuildStatus } from '../generated/graphql.ts';
import { STATUSES, statusLook } from '../ui/build-status.tsx';
import { classNames } from '../ui/class-names.ts';
import { Skeleton } from '../ui/state/skeleton.tsx';
import styles from './status-filter.module.css';

export interface StatusFilterProps {
  /** How many workspaces have each status; undefined: not known yet. */
  counts: ReadonlyMap<BuildStatus, number> | undefined;
  /** The chosen one, in capitals. */
  status: string | undefined;
  onChange: (status: BuildStatus | undefined) => void;
}

/** How many workspaces there are in each state; each leads to those. */
export function StatusFilter({ counts, status, onChange }: StatusFilterProps) {
  if (counts === undefined) return <Skeleton width="22rem" height="1.75rem" />;
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const shown = STATUSES.filter((each) => counts.has(each) || each === status);
  return (
    <fieldset className={styles.filter}>
      <legend className="visually-hidden">Status</legend>
      <button
        type="button"
        aria-pressed={status === undefined}
        className={styles.chip}
        onClick={() => onChange(undefined)}
      >
        All <span className={styles.count}>{total}</span>
      </button>
      {shown.map((each) => {
        const { icon: Icon, label, tone } = statusLook(each);
        const chosen = status === each;
        return (
          <button
            key={each}
            type="button"
            aria-pressed={chosen}
            className={styles.chip}
            onClick={() => onChange(chosen ? undefined : each)}
          >
            <Icon aria-hidden="true" className={classNames(styles.icon, styles[tone])} />
            {label} <span className={styles.count}>{counts.get(each) ?? 0}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

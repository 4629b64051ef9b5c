import { classNames } from '../class-names.ts';
import styles from './live-mark.module.css';

export type LiveState = 'connecting' | 'live' | 'resuming' | 'ended' | 'failed';

export const LIVE_LABELS: Record<LiveState, string> = {
  connecting: 'Connecting',
  live: 'Live',
  resuming: 'Reconnecting',
  ended: 'Complete',
  failed: 'Failed',
};

/** Whether what is beside it changes by itself. */
export function LiveMark({ state, title }: { state: LiveState; title?: string }) {
  return (
    <span className={classNames(styles.mark, styles[state])} title={title} data-state={state}>
      {LIVE_LABELS[state]}
    </span>
  );
}

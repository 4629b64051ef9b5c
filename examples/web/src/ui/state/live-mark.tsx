import { classNames } from '../class-names.ts';
import styles from './live-mark.module.css';

/** Whether what is beside it changes by itself. */
export function LiveMark({ state }: { state: 'connecting' | 'live' | 'resuming' }) {
  const text = { connecting: 'Connecting', live: 'Live', resuming: 'Reconnecting' }[state];
  return (
    <span className={classNames(styles.mark, state === 'live' && styles.live)}>
      <span aria-hidden="true" className={styles.dot} />
      {text}
    </span>
  );
}

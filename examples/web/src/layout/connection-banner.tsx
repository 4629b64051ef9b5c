import { CloudOff, LoaderCircle } from 'lucide-react';
import { useConnection } from '../api/connection.ts';
import styles from './connection-banner.module.css';

/** Says that what is on the page may be old, as long as that is so. Everything live catches up by itself. */
export function ConnectionBanner() {
  const connection = useConnection();
  return (
    <div role="status">
      {connection === 'offline' && (
        <p className={styles.banner}>
          <CloudOff aria-hidden="true" />
          You are offline. This page shows what it knew last, and catches up when you are back.
        </p>
      )}
      {connection === 'resuming' && (
        <p className={styles.banner}>
          <LoaderCircle aria-hidden="true" className={styles.turning} />
          The gateway does not answer. Connecting again…
        </p>
      )}
    </div>
  );
}

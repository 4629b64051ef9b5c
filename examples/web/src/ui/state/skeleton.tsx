import styles from './skeleton.module.css';

/** In the place of a text that is on its way, about as wide as it will be. */
export function Skeleton({ width = '100%', height = '0.75rem' }: { width?: string; height?: string }) {
  return <span aria-hidden="true" className={styles.skeleton} style={{ width, height }} />;
}

/** In the place of a list or a card that is on its way; `label` says what is loaded. */
export function SkeletonRows({ rows = 5, label }: { rows?: number; label: string }) {
  return (
    <div className={styles.rows} aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading {label}
      </span>
      {Array.from({ length: rows }, (_, row) => 28 + ((row * 13) % 20) + row / 10).map((width) => (
        <div key={width} className={styles.row}>
          <Skeleton width={`${width}%`} />
          <Skeleton width="14%" />
          <Skeleton width="18%" />
        </div>
      ))}
    </div>
  );
}

import type { ReactNode } from 'react';
import styles from './facts.module.css';

/** Names and values; what is null, undefined or false is left out. */
export function Facts({ items }: { items: Readonly<Record<string, ReactNode>> }) {
  return (
    <FactList>
      {Object.entries(items)
        .filter(([, value]) => value !== null && value !== undefined && value !== false)
        .map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
    </FactList>
  );
}

/** Holds facts whose names are not known beforehand. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

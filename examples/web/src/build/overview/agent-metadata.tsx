import { useSubscription } from 'urql';
import { AgentMeasures } from './documents.ts';
import { shareOf } from './looks.ts';
import styles from './overview.module.css';

/** What an agent measures, live. */
export function AgentMetadata({ agentId, agent }: { agentId: string; agent: string }) {
  const [{ data }] = useSubscription({ query: AgentMeasures, variables: { agentId } });
  const measures = data?.agentMetadata ?? [];
  if (measures.length === 0) return null;
  return (
    <dl className={styles.measures} aria-label={`Measured by ${agent}`}>
      {measures.map(({ key, displayName, value, error, collectedAt }) => (
        <div key={key} className={styles.measure}>
          <dt>{displayName || key}</dt>
          {error ? (
            <dd className={styles.measureError} title={error}>
              failed
            </dd>
          ) : (
            <dd title={value}>{collectedAt === null ? '…' : withoutShare(value)}</dd>
          )}
          <Bar share={error ? undefined : shareOf(value)} />
        </div>
      ))}
    </dl>
  );
}

/** The bar shows the share already, where there is something beside it. */
function withoutShare(value: string): string {
  return value.replace(/(?<=\S)\s*\(\d+(\.\d+)?\s*%\)$/, '');
}

/** The value in numbers stands beside it, so it is for the eye alone. */
function Bar({ share }: { share: number | undefined }) {
  if (share === undefined) return null;
  const level = share > 0.9 ? 'high' : 'normal';
  return (
    <span aria-hidden="true" className={styles.bar} data-level={level}>
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}

import { SlidersHorizontal } from 'lucide-react';
import type { OverviewOfBuildQuery } from '../../generated/graphql.ts';
import { readList } from '../../start/list-values.ts';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import styles from './overview.module.css';

type Parameters = NonNullable<OverviewOfBuildQuery['build']>['parameters'];

/** The values that the build was made with; none where they could not be read. */
export function ParametersCard({ parameters }: { parameters: Parameters }) {
  if (parameters === null) return null;
  return (
    <Card title="Parameters" aside={parameters.length > 0 ? parameters.length : undefined}>
      {parameters.length === 0 ? (
        <Empty icon={SlidersHorizontal} title="No parameters">
          Its template asks for none.
        </Empty>
      ) : (
        <dl className={styles.parameters}>
          {parameters.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Value value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

function Value({ value }: { value: string }) {
  const list = readList(value);
  if (value === '' || list?.length === 0) return <span className={styles.faint}>empty</span>;
  if (list === null) return value;
  return (
    <span className={styles.tags}>
      {list.map((item) => (
        <code key={item}>{item}</code>
      ))}
    </span>
  );
}

import { useState } from 'react';
import type { OverviewOfBuildQuery } from '../../generated/graphql.ts';
import { readList } from '../../start/list-values.ts';
import { Card } from '../../ui/card.tsx';
import styles from './overview.module.css';

type Parameters = NonNullable<OverviewOfBuildQuery['build']>['parameters'];

/** The values that the build was made with; none where they could not be read. */
export function ParametersCard({ parameters }: { parameters: Parameters }) {
  if (parameters === null) return null;
  return (
    <Card title="Parameters" aside={parameters.length > 0 ? parameters.length : undefined}>
      {parameters.length === 0 ? (
        <p className={styles.none}>Its template asks for none.</p>
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
  if (list === null) return <LongText text={value} />;
  return (
    <span className={styles.tags}>
      {list.map((item) => (
        <code key={item}>{item}</code>
      ))}
    </span>
  );
}

/** About as many characters as four lines have. */
const LONG = 160;

function LongText({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  if (text.length <= LONG || whole) return text;
  return (
    <>
      {text.slice(0, LONG)}…{' '}
      <button type="button" className={styles.more} onClick={() => setWhole(true)}>
        Show all
      </button>
    </>
  );
}

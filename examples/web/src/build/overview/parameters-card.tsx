import { useState } from 'react';
import { useQuery } from 'urql';
import type { OverviewOfBuildQuery, ParameterLabelsQuery } from '../../generated/graphql.ts';
import { readList } from '../../start/list-values.ts';
import { Card } from '../../ui/card.tsx';
import { ParameterLabels } from './documents.ts';
import styles from './overview.module.css';

type Build = NonNullable<OverviewOfBuildQuery['build']>;

/** The values that the build was made with; none where they could not be read. */
export function ParametersCard({ build: { parameters, templateVersion } }: { build: Build }) {
  const pause = parameters === null || parameters.length === 0;
  // Whoever may not read the template sees the names that it has for them.
  const [{ data }] = useQuery({ query: ParameterLabels, variables: { version: templateVersion.id }, pause });
  const definitions = data?.templateVersion?.parameters ?? [];
  if (parameters === null) return null;
  return (
    <Card title="Parameters" aside={parameters.length > 0 ? parameters.length : undefined}>
      {parameters.length === 0 ? (
        <p className={styles.none}>Its template asks for none.</p>
      ) : (
        <dl className={styles.parameters}>
          {parameters.map(({ name, value }) => {
            const definition = definitions.find((each) => each.name === name);
            return (
              <div key={name}>
                <dt title={name}>{definition?.displayName || name}</dt>
                <dd>
                  <Value value={value} definition={definition} />
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </Card>
  );
}

type Definition = NonNullable<NonNullable<ParameterLabelsQuery['templateVersion']>['parameters']>[number];

interface ValueProps {
  value: string;
  /** Undefined while it is not known. */
  definition: Definition | undefined;
}

function Value({ value, definition }: ValueProps) {
  const list = readList(value);
  if (value === '' || list?.length === 0) return <span className={styles.faint}>empty</span>;
  if (list === null) return <Named value={value} definition={definition} />;
  return (
    <span className={styles.tags}>
      {list.map((item) => (
        <code key={item}>
          <Named value={item} definition={definition} />
        </code>
      ))}
    </span>
  );
}

/** A value as the form says it: by the name of the option that it is, if it is one. */
function Named({ value, definition }: ValueProps) {
  if (definition?.type === 'BOOL') return value === 'true' ? 'Yes' : 'No';
  const option = definition?.options.find((each) => each.value === value);
  return option ? <span title={value}>{option.name}</span> : <LongText text={value} />;
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

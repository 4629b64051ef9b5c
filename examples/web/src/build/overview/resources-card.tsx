import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import type { OverviewBuildFragment, OverviewResourceFragment } from '../../generated/graphql.ts';
import { Card } from '../../ui/card.tsx';
import { IconButton } from '../../ui/controls/button.tsx';
import { Fact, FactList } from '../../ui/facts.tsx';
import { RevealedFacts } from './documents.ts';
import styles from './overview.module.css';

/** What the build made, and what the template tells of it. Agents have a card of their own. */
export function ResourcesCard({ build }: { build: OverviewBuildFragment }) {
  const shown = build.resources.filter(({ hide }) => !hide);
  return (
    <Card title="Resources" aside={shown.length > 0 ? shown.length : undefined}>
      {shown.length === 0 ? (
        <p className={styles.none}>
          {build.outcome === 'ACTIVE' ? 'They are known when the job has succeeded.' : 'This build has made none.'}
        </p>
      ) : (
        <ul className={styles.resources}>
          {shown.map((resource) => (
            <ResourceRow key={resource.id} resource={resource} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ResourceRow({ resource: { id, name, type, dailyCost, metadata } }: { resource: OverviewResourceFragment }) {
  const [revealing, setRevealing] = useState(false);
  const [{ data }] = useQuery({ query: RevealedFacts, variables: { id }, pause: !revealing });
  const revealed = revealing && data?.node?.__typename === 'Resource' ? data.node.metadata : [];
  return (
    <li className={styles.resource}>
      <p className={styles.resourceName}>
        <code>
          {type}.<strong>{name}</strong>
        </code>
        {dailyCost > 0 && <span className={styles.faint}>{dailyCost} a day</span>}
      </p>
      {metadata.length > 0 && (
        <FactList>
          {metadata.map(({ key, value, sensitive }) => {
            const shown = value ?? revealed.find((fact) => fact.key === key)?.value;
            return (
              <Fact key={key} name={key}>
                {sensitive && !shown ? (
                  <span className={styles.secret}>
                    <span aria-hidden="true">••••••</span>
                    <IconButton icon={Eye} label={`Show ${key}`} onClick={() => setRevealing(true)} />
                  </span>
                ) : (
                  shown
                )}
              </Fact>
            );
          })}
        </FactList>
      )}
    </li>
  );
}

import { ListFilter, X } from 'lucide-react';
import type { Transition } from '../generated/graphql.ts';
import { BUILD_REASONS, buildLabel, reasonLabel, STATUSES, transitionLabel } from '../ui/build-status.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Menu, MenuChecks, MenuChoice } from '../ui/controls/menu.tsx';
import { type BuildFilter, isFiltered, NO_FILTER, PERIODS, type Period, TRANSITIONS } from './build-filter.ts';

const ANY = 'any';

/** `Status`, `Status: Failed`, `Status: 2`. */
function title(name: string, chosen: readonly string[]): string {
  if (chosen.length === 0) return name;
  return `${name}: ${chosen.length === 1 ? chosen[0] : chosen.length}`;
}

export interface BuildFiltersProps {
  filter: BuildFilter;
  onChange: (filter: BuildFilter) => void;
}

export function BuildFilters({ filter, onChange }: BuildFiltersProps) {
  const { status, reason, transition, period } = filter;
  const button = (text: string) => (
    <Button size="small" icon={ListFilter}>
      {text}
    </Button>
  );
  return (
    <>
      <Menu align="start" trigger={button(title('Status', status.map(buildLabel)))}>
        <MenuChecks
          values={status}
          choices={STATUSES.map((value) => ({ value, text: buildLabel(value) }))}
          onChange={(values) => onChange({ ...filter, status: values })}
        />
      </Menu>
      <Menu align="start" trigger={button(title('Action', transition ? [transitionLabel(transition)] : []))}>
        <MenuChoice<Transition | typeof ANY>
          value={transition ?? ANY}
          choices={[
            { value: ANY, text: 'Any' },
            ...TRANSITIONS.map((value) => ({ value, text: transitionLabel(value) })),
          ]}
          onChange={(value) => onChange({ ...filter, transition: value === ANY ? undefined : value })}
        />
      </Menu>
      <Menu align="start" trigger={button(title('Reason', reason.map(reasonLabel)))}>
        <MenuChecks
          values={reason}
          choices={BUILD_REASONS.map((value) => ({ value, text: reasonLabel(value) }))}
          onChange={(values) => onChange({ ...filter, reason: values })}
        />
      </Menu>
      <Menu align="start" trigger={button(period ? PERIODS[period].text : 'Any time')}>
        <MenuChoice<Period | typeof ANY>
          value={period ?? ANY}
          choices={[
            { value: ANY, text: 'Any time' },
            ...Object.entries(PERIODS).map(([value, { text }]) => ({ value: value as Period, text })),
          ]}
          onChange={(value) => onChange({ ...filter, period: value === ANY ? undefined : value })}
        />
      </Menu>
      {isFiltered(filter) && (
        <Button size="small" kind="quiet" icon={X} onClick={() => onChange(NO_FILTER)}>
          Clear
        </Button>
      )}
    </>
  );
}

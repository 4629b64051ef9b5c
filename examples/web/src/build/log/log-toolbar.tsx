import { Clock, Download, type LucideIcon, Pause, Play, TriangleAlert, WrapText } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Button, IconButton } from '../../ui/controls/button.tsx';
import { counted } from '../../ui/counted.ts';
import { CopyButton } from './copy-button.tsx';
import { LogState } from './log-status.tsx';
import styles from './log-toolbar.module.css';
import type { LogSnapshot } from './model/log-follower.ts';
import { LEVELS, type Level } from './model/rows.ts';

const LEVEL_LABELS: Record<Level, string> = {
  TRACE: 'All levels',
  DEBUG: 'Debug and up',
  INFO: 'Info and up',
  WARN: 'Warnings and errors',
  ERROR: 'Errors only',
};

interface LogToolbarProps {
  snapshot: LogSnapshot;
  goesOn: boolean;
  following: boolean;
  onFollow: (following: boolean) => void;
  minLevel: Level;
  onMinLevel: (level: Level) => void;
  errors: number;
  onNextError: () => void;
  currentStage: number;
  onStage: (first: number) => void;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  withTime: boolean;
  onWithTime: (withTime: boolean) => void;
  allText: () => string;
  onDownload: () => void;
  /** The search field. */
  children: ReactNode;
}

export function LogToolbar(props: LogToolbarProps) {
  const { snapshot, goesOn, following, minLevel, errors, currentStage, wrap, withTime } = props;
  const { log, state } = snapshot;
  const named = log.stages.filter(({ name }) => name !== '');
  return (
    <div className={styles.bar} role="toolbar" aria-label="Log">
      <div className={styles.facts}>
        <LogState state={state} />
        <span className={styles.count}>{counted(log.count, 'line')}</span>
        {errors > 0 && (
          <button type="button" className={styles.errors} title="Go to the next error" onClick={props.onNextError}>
            <TriangleAlert aria-hidden="true" />
            {counted(errors, 'error')}
          </button>
        )}
      </div>
      {props.children}
      <div className={styles.choices}>
        <select
          className={styles.select}
          aria-label="Least level"
          value={minLevel}
          onChange={({ target }) => props.onMinLevel(target.value as Level)}
        >
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {LEVEL_LABELS[level]}
            </option>
          ))}
        </select>
        {named.length > 1 && (
          <select
            className={styles.select}
            aria-label="Go to a stage"
            value={named.findLast(({ first }) => first <= currentStage)?.first ?? named[0]?.first}
            onChange={({ target }) => props.onStage(Number(target.value))}
          >
            {named.map(({ name, first }) => (
              <option key={first} value={first}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      <div className={styles.tools}>
        <Toggle icon={WrapText} label="Wrap long lines" on={wrap} set={props.onWrap} />
        <Toggle icon={Clock} label="Show times" on={withTime} set={props.onWithTime} />
        <CopyButton label="Copy the whole log" text={props.allText} compact />
        <IconButton icon={Download} label="Download the log" onClick={props.onDownload} />
      </div>
      {goesOn && (
        <Button
          icon={following ? Pause : Play}
          className={styles.follow}
          title={following ? 'New lines stay in view. Scrolling up pauses.' : 'Keep new lines in view'}
          onClick={() => props.onFollow(!following)}
        >
          {following ? 'Pause' : 'Follow'}
        </Button>
      )}
    </div>
  );
}

interface ToggleProps {
  icon: LucideIcon;
  label: string;
  on: boolean;
  set: (on: boolean) => void;
}

function Toggle({ icon, label, on, set }: ToggleProps) {
  return (
    <IconButton
      icon={icon}
      label={label}
      aria-pressed={on}
      className={classNames(on && styles.on)}
      onClick={() => set(!on)}
    />
  );
}

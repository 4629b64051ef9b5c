import { useEffect, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import styles from './log-status.module.css';
import type { LogSnapshot } from './model/log-follower.ts';

const STATES: Record<LogSnapshot['state'], { label: string; title: string }> = {
  connecting: { label: 'Connecting', title: 'Asking the gateway for the log' },
  live: { label: 'Live', title: 'Lines come as they are written' },
  resuming: {
    label: 'Reconnecting',
    title: 'The connection was lost. The log goes on behind the last line that came.',
  },
  ended: { label: 'Complete', title: 'The log has ended, and every line of it has come' },
  failed: { label: 'Failed', title: 'The log cannot be followed' },
};

/** What the connection does. */
export function LogState({ state }: { state: LogSnapshot['state'] }) {
  const { label, title } = STATES[state];
  return (
    <span className={classNames(styles.state, styles[state])} title={title} data-state={state}>
      {label}
    </span>
  );
}

/** How often new lines are spoken of, in milliseconds. */
const SUMMARY_MS = 5_000;

/** Tells a screen reader in a sentence what has happened: the lines themselves would be a flood. */
export function LogSummary({ state, log, finalStatus }: LogSnapshot) {
  const [sentence, setSentence] = useState('');
  const told = useRef(0);
  const stage = log.stages.at(-1)?.name;
  const { count } = log;
  useEffect(() => {
    const timer = setTimeout(
      () => {
        const news = count - told.current;
        told.current = count;
        const lines =
          news === 0 ? '' : `${news === 1 ? '1 new line' : `${news} new lines`}${stage ? `, stage ${stage}` : ''}. `;
        const end = finalStatus === undefined ? '' : ` The build is ${finalStatus.toLowerCase()}.`;
        setSentence(`${lines}${state === 'live' ? '' : `Log: ${STATES[state].label.toLowerCase()}.`}${end}`);
      },
      state === 'live' ? SUMMARY_MS - (performance.now() % SUMMARY_MS) : 250,
    );
    return () => clearTimeout(timer);
  }, [state, count, stage, finalStatus]);
  return <output className="visually-hidden">{sentence}</output>;
}

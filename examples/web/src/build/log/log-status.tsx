import { useEffect, useRef, useState } from 'react';
import { counted } from '../../ui/counted.ts';
import { LIVE_LABELS, LiveMark } from '../../ui/state/live-mark.tsx';
import type { LogSnapshot } from './model/log-follower.ts';

const TITLES: Record<LogSnapshot['state'], string> = {
  connecting: 'Asking the gateway for the log',
  live: 'Lines come as they are written',
  resuming: 'The connection was lost. The log goes on behind the last line that came.',
  ended: 'The log has ended, and every line of it has come',
  failed: 'The log cannot be followed',
};

/** What the connection does. */
export function LogState({ state }: { state: LogSnapshot['state'] }) {
  return <LiveMark state={state} title={TITLES[state]} />;
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
        const lines = news === 0 ? '' : `${counted(news, 'new line')}${stage ? `, stage ${stage}` : ''}. `;
        // The job of the build is over: it is the workspace that runs.
        const status = finalStatus === 'RUNNING' ? 'started' : finalStatus?.toLowerCase();
        const end = status === undefined ? '' : ` Build: ${status}.`;
        setSentence(`${lines}${state === 'live' ? '' : `Log: ${LIVE_LABELS[state].toLowerCase()}.`}${end}`);
      },
      state === 'live' ? SUMMARY_MS - (performance.now() % SUMMARY_MS) : 250,
    );
    return () => clearTimeout(timer);
  }, [state, count, stage, finalStatus]);
  return <output className="visually-hidden">{sentence}</output>;
}

import type { ReactNode } from 'react';
import { type Feed, isOver } from '../runs.ts';

interface FeedBarProps {
  feed: Feed;
  count: number;
  /** What is counted, of one. */
  counted: string;
  stop: (() => void) | undefined;
  /** Further buttons. */
  children?: ReactNode;
}

const STATES = { connecting: 'Connecting', live: 'Live', ended: 'Ended', stopped: 'Stopped', failed: 'Failed' };

/** How a feed stands, and the way to end it. */
export function FeedBar({ feed, count, counted, stop, children }: FeedBarProps) {
  const { state, note } = feed;
  return (
    <div className="feed-bar">
      <output className={`feed-state ${state}`}>{STATES[state]}</output>
      {note && <span className={`feed-note ${state === 'failed' ? 'failed' : ''}`}>{note}</span>}
      <span className="feed-count">
        {count.toLocaleString('en')} {count === 1 ? counted : `${counted}s`}
      </span>
      {children}
      {!isOver(feed) && stop && (
        <button type="button" onClick={stop}>
          Stop
        </button>
      )}
    </div>
  );
}

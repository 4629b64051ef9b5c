import { type KeyboardEvent, memo, useEffect, useRef, useState, type WheelEvent } from 'react';
import { styled } from '../ansi.ts';
import { copyText } from '../clipboard.ts';
import { type LogLine, type Section, sections } from '../log-lines.ts';
import type { Feed } from '../runs.ts';
import { FeedBar } from './feed-bar.tsx';
import { scrollable } from './scrollable.ts';

interface LogViewProps {
  feed: Feed;
  lines: readonly LogLine[];
  stop: (() => void) | undefined;
}

const WAITING = 'Waiting for the first line…';
const NONE_CAME = 'No line came before.';
const NO_LINES = {
  connecting: WAITING,
  live: WAITING,
  ended: 'This log has no lines.',
  stopped: NONE_CAME,
  failed: NONE_CAME,
};

/** A log as it grows: it stays at its end until somebody scrolls up or says pause. */
export function LogView({ feed, lines, stop }: LogViewProps) {
  const [following, setFollowing] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = scroller.current;
    if (following && element && lines.length > 0) element.scrollTop = element.scrollHeight;
  }, [following, lines]);
  const lastTop = useRef(0);
  const onScroll = () => {
    if (!scroller.current) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller.current;
    if (scrollTop > lastTop.current && scrollHeight - scrollTop - clientHeight < 24) setFollowing(true);
    lastTop.current = scrollTop;
  };
  // Not by the place alone, which also changes when lines come or are laid out.
  const byHand = {
    onWheel: ({ deltaY }: WheelEvent) => deltaY < 0 && setFollowing(false),
    onTouchMove: () => setFollowing(false),
    onKeyDown: ({ key }: KeyboardEvent) => /^(ArrowUp|PageUp|Home)$/.test(key) && setFollowing(false),
  };
  return (
    <div className="log-view">
      <FeedBar feed={feed} count={lines.length} counted="line" stop={stop}>
        <button type="button" aria-pressed={following} onClick={() => setFollowing(!following)}>
          {following ? 'Pause' : 'Follow'}
        </button>
        <button type="button" onClick={() => copyText(lines.map(({ output }) => output).join('\n'))}>
          Copy
        </button>
      </FeedBar>
      <section
        className="log-lines"
        aria-label="Lines of the log"
        ref={scroller}
        onScroll={onScroll}
        {...byHand}
        {...scrollable}
      >
        {lines.length === 0 && <p className="empty">{NO_LINES[feed.state]}</p>}
        {sections(lines).map((section) => (
          <LogSection key={section.lines[0]?.serial} {...section} count={section.lines.length} />
        ))}
      </section>
    </div>
  );
}

/** Only its last section changes while a log grows. */
const LogSection = memo(
  function LogSection({ stage, lines }: Section & { count: number }) {
    return (
      <div className="log-section">
        {stage && <h3>{stage}</h3>}
        {lines.map((line) => (
          <Line key={line.serial} {...line} />
        ))}
      </div>
    );
  },
  (before, after) => before.count === after.count && before.stage === after.stage && before.lines[0] === after.lines[0],
);

function Line({ createdAt, level, output }: LogLine) {
  return (
    <div className={`log-line ${level?.toLowerCase() ?? ''}`}>
      {createdAt && <time dateTime={createdAt}>{createdAt.slice(11, 19)}</time>}
      <span className="text">
        {styled(output).map(({ start, text, className, color }) => (
          <span key={start} className={className} style={color ? { color } : undefined}>
            {text}
          </span>
        ))}
      </span>
    </div>
  );
}

import { ArrowDown, Link2, X } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { failureOf } from '../../api/failure.ts';
import { FailureNotice } from '../../layout/failure-notice.tsx';
import { Button, IconButton } from '../../ui/controls/button.tsx';
import { counted } from '../../ui/counted.ts';
import { CopyButton } from './copy-button.tsx';
import { LogLines } from './log-lines.tsx';
import styles from './log-panel.module.css';
import { LogSearch } from './log-search.tsx';
import { LogSummary } from './log-status.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import { fileLine, textOf } from './model/log-text.ts';
import type { Level } from './model/rows.ts';
import { downloadText } from './save.ts';
import { useAnchor } from './use-anchor.ts';
import { useFollowing } from './use-following.ts';
import { type LineLinks, useLineSelection } from './use-line-selection.ts';
import { useLinesView } from './use-lines-view.ts';
import type { Log } from './use-log.ts';
import { usePreference } from './use-preference.ts';

/** `end`: it is followed. `error`: the first one, once all lines are there. */
export type LogPlace = 'start' | 'end' | 'error';

interface LogPanelProps {
  /** What it is the log of, as a screen reader says it. */
  name: string;
  /** Without an extension. */
  fileName: string;
  log: Log;
  /** What is in view at first, unless the address names a line. */
  opensAt: LogPlace;
  links?: LineLinks;
}

/** A log as it is written: followed, searched, copied. */
export function LogPanel({ name, fileName, log: snapshot, opensAt, links }: LogPanelProps) {
  const { log, state } = snapshot;
  const failed = failureOf(snapshot.error);
  const goesOn = state !== 'ended' && state !== 'failed';
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const keysId = useId();
  const [minLevel, setMinLevel] = useState<Level>('TRACE');
  const [query, setQuery] = useState('');
  const [wrap, setWrap] = usePreference('log-wrap', true);
  const [withTime, setWithTime] = usePreference('log-time', false);
  const view = useLinesView(scroller, { snapshot, minLevel, query, wrap, withTime });
  const { following, unseen, follow, pause, wasMoved } = useFollowing(scroller, {
    startsAtEnd: opensAt === 'end' && links?.target === undefined,
    height: view.virtualizer.getTotalSize(),
    count: log.count,
  });
  useAnchor(view, log.dropped, following);
  const selection = useLineSelection(snapshot, view, { query, links, opensAt, onLeaveEnd: pause, wasMoved });
  const { selected, choose, step, move } = selection;

  // Some buttons are gone once they are pressed, and the focus would be gone with them.
  const focusLines = () => scroller.current?.focus({ preventScroll: true });
  const hadFailed = useRef(false);
  useLayoutEffect(() => {
    // So is what led to signing in again. The focus is elsewhere when it is on nothing that the lines are in.
    if (hadFailed.current && !failed && document.activeElement?.contains(scroller.current)) focusLines();
    hadFailed.current = failed !== undefined;
  });
  const keys: Record<string, (() => void) | undefined> = {
    '/': () => field.current?.select(),
    n: () => step(1),
    N: () => step(-1),
    e: selection.nextError,
    f: follow,
    Enter: () => choose(selected ?? view.firstNumber),
    // Without a chosen line, these scroll.
    ...(selected !== undefined && {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: () => choose(undefined),
    }),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (event.target !== scroller.current || !act) return;
    event.preventDefault();
    act();
  };
  // The browser's own search sees only the lines that are in view. Pressed again in the field, it gets its turn.
  const onFind = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== 'f' || event.target === field.current) return;
    event.preventDefault();
    field.current?.select();
  };

  const chosen = selected === undefined ? undefined : log.line(selected);
  return (
    <section className={styles.panel} aria-label={name} onKeyDown={onFind}>
      <LogToolbar
        snapshot={snapshot}
        goesOn={goesOn}
        following={following}
        onFollow={(on) => (on ? follow() : pause())}
        minLevel={minLevel}
        onMinLevel={setMinLevel}
        errors={selection.errors.length}
        onNextError={selection.nextError}
        currentStage={view.firstNumber}
        onStage={(first) => {
          pause();
          view.scrollTo(first, 'start');
        }}
        wrap={wrap}
        onWrap={setWrap}
        withTime={withTime}
        onWithTime={setWithTime}
        allText={() => textOf(log.lines)}
        onDownload={() =>
          downloadText(
            `${fileName}.log`,
            Array.from(log.lines, (line) => `${fileLine(line)}\n`),
          )
        }
      >
        <LogSearch
          field={field}
          query={query}
          onQuery={setQuery}
          count={view.matches.length}
          place={selected === undefined ? 0 : view.matches.indexOf(selected) + 1}
          onStep={step}
          onLeave={focusLines}
        />
      </LogToolbar>
      {failed && (
        <div className={styles.failure}>
          <FailureNotice failure={failed} onRetry={snapshot.retry} />
        </div>
      )}
      {log.dropped > 0 && (
        <p className={styles.note}>
          The first {log.dropped.toLocaleString('en')} lines are no longer kept here, since there are very many.
        </p>
      )}
      <div className={styles.body}>
        <LogLines
          name={name}
          keysId={keysId}
          scroller={scroller}
          snapshot={snapshot}
          view={view}
          wrap={wrap}
          withTime={withTime}
          goesOn={goesOn}
          selected={selected}
          href={links && (({ id }) => links.href(id))}
          onSelect={({ number }) => choose(number === selected ? undefined : number)}
          onKeyDown={onKeyDown}
        />
        {view.rows.length === 0 && <p className={styles.empty}>{emptiness(log.count, goesOn, state === 'failed')}</p>}
        {chosen ? (
          <section className={styles.chosen} aria-label="Chosen line">
            <span>Line {chosen.number.toLocaleString('en')}</span>
            <CopyButton label="Copy line" text={() => chosen.text} />
            {links && (
              <CopyButton
                label="Copy link"
                icon={Link2}
                text={() => new URL(links.href(chosen.id), location.href).href}
              />
            )}
            <IconButton
              icon={X}
              label="Choose no line"
              onClick={() => {
                choose(undefined);
                focusLines();
              }}
            />
          </section>
        ) : null}
        {!following && goesOn && (
          <Button
            icon={ArrowDown}
            className={styles.return}
            onClick={() => {
              follow();
              focusLines();
            }}
          >
            {unseen === 0 ? 'Follow' : counted(unseen, 'new line')}
          </Button>
        )}
      </div>
      <p id={keysId} className="visually-hidden">
        Keys: slash searches, n and shift n go through what was found, e goes to the next error, f follows, Enter
        chooses the line in view.
      </p>
      <LogSummary {...snapshot} />
    </section>
  );
}

function emptiness(count: number, goesOn: boolean, hasFailed: boolean): string {
  if (count > 0) return 'No lines of this level.';
  if (hasFailed) return 'No lines have come.';
  return goesOn ? 'Waiting for the first line…' : 'This log has no lines.';
}

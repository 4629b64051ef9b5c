import { ChevronLeft, ChevronRight, Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/controls/button.tsx';
import { Bar } from './bar.tsx';
import styles from './chart.module.css';
import { layoutOf } from './layout.ts';
import { RowLabel } from './row-label.tsx';
import { opensParts, type Row, rowsOf } from './rows.ts';
import { SpanDetails } from './span-details.tsx';
import { placeOf, revealed, ticksOf } from './time-scale.ts';
import type { Span, Timeline } from './timeline.ts';
import { useView, useViewByHand } from './use-view.ts';

type SpanRow = Extract<Row, { kind: 'span' }>;

const group = { role: 'group' };

/** A timeline to scale: a row for each span of time. */
export function Chart({ timeline }: { timeline: Timeline }) {
  const { start, end } = timeline;
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<SVGSVGElement>(null);
  const keysId = useId();
  const frameWidth = useWidth(frame);
  const { labelWidth, plotWidth, width, rowHeight, groupHeight, barTop, barHeight, axisHeight } = layoutOf(frameWidth);
  const isNarrow = labelWidth === 0;
  const view = useView({ start, end });
  useViewByHand(plot, view, width);

  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const isOpenAtFirst = opensParts(timeline);
  const isOpen = ({ id }: Span) => toggled.has(id) !== isOpenAtFirst;
  const toggle = ({ id }: Span) => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  const rows = rowsOf(timeline, isOpen);
  const heightOf = ({ kind }: Row) => (kind === 'group' ? groupHeight : rowHeight);
  const tops = [axisHeight];
  for (const row of rows) tops.push((tops.at(-1) ?? 0) + heightOf(row));
  const topOf = (index: number) => tops[index] ?? 0;
  const height = topOf(rows.length) + 8;

  const spans = rows.filter((row): row is SpanRow => row.kind === 'span');
  const [active, setActive] = useState<string>();
  const [pointed, setPointed] = useState<string>();
  const [hasFocus, setHasFocus] = useState(false);
  const current = spans.find(({ id }) => id === active) ?? spans[0];
  const shown = rows.findIndex(({ id }) => id === (pointed ?? (hasFocus ? current?.id : undefined)));
  const shownRow = rows[shown];

  const focus = (row: SpanRow | undefined) => {
    if (!row) return;
    setActive(row.id);
    view.change(revealed(view, row.span, { start, end }));
    plot.current?.querySelector<SVGElement>(`[data-span="${CSS.escape(row.id)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !current) return;
    const place = spans.indexOf(current);
    const keys: Record<string, (() => void) | undefined> = {
      ArrowDown: () => focus(spans[place + 1]),
      ArrowUp: () => focus(spans[place - 1]),
      Home: () => focus(spans[0]),
      End: () => focus(spans.at(-1)),
      ArrowLeft: () => view.pan(-0.2),
      ArrowRight: () => view.pan(0.2),
      '+': () => view.zoom(0.6),
      '=': () => view.zoom(0.6),
      '-': () => view.zoom(1 / 0.6),
      '0': view.showAll,
      Enter: () => current.span.parts.length > 0 && toggle(current.span),
      Escape: () => setHasFocus(false),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const ticks = ticksOf(view, start, width, 72);
  const x = (time: number) => placeOf(time, view, width);
  return (
    <div className={styles.chart}>
      <div
        className={classNames(styles.tools, isNarrow && styles.above)}
        role="toolbar"
        aria-label="Zoom of the timeline"
      >
        <IconButton icon={ChevronLeft} label="Earlier" disabled={view.isWhole} onClick={() => view.pan(-0.4)} />
        <IconButton icon={ChevronRight} label="Later" disabled={view.isWhole} onClick={() => view.pan(0.4)} />
        <IconButton icon={ZoomOut} label="Zoom out" disabled={view.isWhole} onClick={() => view.zoom(2)} />
        <IconButton icon={ZoomIn} label="Zoom in" onClick={() => view.zoom(0.5)} />
        <IconButton icon={Maximize} label="Show all" disabled={view.isWhole} onClick={view.showAll} />
      </div>
      <div ref={frame} className={styles.frame} style={{ height }}>
        {rows.map((row, index) => (
          <RowLabel
            key={row.id}
            row={row}
            top={topOf(index)}
            width={isNarrow ? frameWidth : labelWidth}
            height={row.kind === 'span' && isNarrow ? barTop : heightOf(row)}
            isAbove={isNarrow}
            isPointed={index === shown}
            isOpen={row.kind === 'span' && isOpen(row.span)}
            onToggle={toggle}
          />
        ))}
        <div className={styles.axis} style={{ left: labelWidth, width: plotWidth }} aria-hidden="true">
          {ticks.map(({ time, label }) => (
            <span key={time} className={styles.tick} style={{ left: x(time) }}>
              {label}
            </span>
          ))}
        </div>
        <svg
          ref={plot}
          className={styles.plot}
          {...group}
          aria-label="Timeline of the build"
          aria-describedby={keysId}
          width={plotWidth}
          height={height}
          style={{ left: labelWidth }}
          onKeyDown={onKeyDown}
          onPointerLeave={() => setPointed(undefined)}
          onFocus={() => setHasFocus(true)}
          onBlur={() => setHasFocus(false)}
        >
          {ticks.map(({ time }) => (
            <line key={time} className={styles.grid} x1={x(time)} x2={x(time)} y1={axisHeight - 6} y2={height} />
          ))}
          {rows.map((row, index) =>
            row.kind === 'group' ? null : (
              <Bar
                key={row.id}
                id={row.id}
                span={row.span}
                from={x(row.span.start)}
                to={x(row.span.end)}
                width={plotWidth}
                rowTop={topOf(index)}
                rowHeight={rowHeight}
                top={topOf(index) + barTop}
                height={row.depth === 1 ? barHeight - 4 : barHeight}
                origin={start}
                isFocusable={row === current}
                isShown={index === shown}
                onPoint={() => setPointed(row.id)}
                onFocus={() => setActive(row.id)}
                {...(row.span.parts.length > 0 && { isOpen: isOpen(row.span), onToggle: () => toggle(row.span) })}
              />
            ),
          )}
        </svg>
        {shownRow?.kind === 'span' && (
          <SpanDetails
            span={shownRow.span}
            origin={start}
            top={topOf(shown + 1)}
            place={labelWidth + Math.max(0, Math.min(plotWidth, x(shownRow.span.start)))}
            frameWidth={frameWidth}
          />
        )}
      </div>
      <p id={keysId} className="visually-hidden">
        Up and down go through the bars, plus and minus zoom, left and right move, zero shows all, Enter opens a stage.
        The same is in the table.
      </p>
    </div>
  );
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observed = element.current;
    if (!observed) return;
    const observer = new ResizeObserver(() => setWidth(observed.clientWidth));
    observer.observe(observed);
    setWidth(observed.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

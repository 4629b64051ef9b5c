import { classNames } from '../../ui/class-names.ts';
import { formatDuration } from '../../ui/time.tsx';
import styles from './span-table.module.css';
import type { Group, Span, Timeline } from './timeline.ts';

/** The timeline as a table: the same, for screen readers and for those who want the numbers. */
export function SpanTable({ timeline }: { timeline: Timeline }) {
  const { groups, later, start } = timeline;
  const all: Group[] =
    later.length > 0 ? [...groups, { id: 'later', title: 'Later scripts', spans: later }] : [...groups];
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Where the time of the build went</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Began after</th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      {all.map(({ id, title, spans }) => (
        <tbody key={id}>
          <tr>
            <th scope="rowgroup" colSpan={3} className={styles.group}>
              {title}
            </th>
          </tr>
          {spans
            .flatMap((span) => [span, ...span.parts])
            .map((span) => (
              <SpanRow key={`${span.kind}/${span.id}`} span={span} origin={start} />
            ))}
        </tbody>
      ))}
    </table>
  );
}

function SpanRow({ span, origin }: { span: Span; origin: number }) {
  const { kind, label, start, end, isRunning, hasFailed, facts } = span;
  const notes = [...(isRunning ? ['Still running'] : []), ...(hasFailed ? ['Failed'] : []), ...facts];
  return (
    <tr>
      <th scope="row" className={classNames(kind === 'resource' && styles.part, hasFailed && styles.failed)}>
        {label}
        {notes.length > 0 && <span className={styles.notes}>{notes.join(' · ')}</span>}
      </th>
      <td>{formatDuration(start - origin)}</td>
      <td>{formatDuration(end - start)}</td>
    </tr>
  );
}

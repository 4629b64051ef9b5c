import { bar, type Trace, type TracedCall } from '../trace.ts';
import { scrollable } from './scrollable.ts';

const SOURCES = { network: 'called', shared: 'shared', cached: 'kept' };
const MEANINGS = {
  network: 'A call to Coder for this operation',
  shared: 'Joined an equal call that was under way',
  cached: 'Answered from memory: it cannot change any more',
};

/** What the answer cost at Coder: each REST call as a bar in time. */
export function CostPanel({ trace }: { trace: Trace | undefined }) {
  if (trace === undefined) {
    return <p className="empty">Run an operation to see which REST calls of Coder it takes.</p>;
  }
  const calls = trace.requests.map((call, position) => ({ ...call, position }));
  const total = Math.max(trace.durationMs, ...trace.requests.map(({ startMs, durationMs }) => startMs + durationMs));
  return (
    <section className="cost" aria-label="Cost" {...scrollable}>
      <dl>
        <Figure name="REST calls" value={trace.calls} />
        <Figure name="shared" value={trace.shared} />
        <Figure name="kept" value={trace.cached} />
        <Figure name="in all" value={milliseconds(trace.durationMs)} />
      </dl>
      {trace.requests.length === 0 ? (
        <p className="empty">It took no call: all of it was here.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Call</th>
              <th scope="col">
                <span className="axis">
                  <span>0</span>
                  <span>{milliseconds(total)}</span>
                </span>
              </th>
              <th scope="col">Status</th>
              <th scope="col">Time</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {calls.map(({ position, ...call }) => (
              <Row key={position} call={call} total={total} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ call, total }: { call: TracedCall; total: number }) {
  const { left, width } = bar(call, total);
  const { method, route, status, durationMs, source } = call;
  return (
    <tr className={source}>
      <th scope="row">
        <span className="method">{method}</span> {breakable(route)}
      </th>
      <td className="track">
        <span className="bar" style={{ left: `${left}%`, width: `${width}%` }} />
      </td>
      <td className={status !== undefined && status < 400 ? '' : 'failed'}>{status ?? 'none'}</td>
      <td>{milliseconds(durationMs)}</td>
      <td>
        <span className="source" title={MEANINGS[source]}>
          {SOURCES[source]}
        </span>
      </td>
    </tr>
  );
}

function Figure({ name, value }: { name: string; value: number | string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** A path that may break behind its slashes. */
function breakable(path: string): string {
  return path.replaceAll('/', '/\u200b');
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

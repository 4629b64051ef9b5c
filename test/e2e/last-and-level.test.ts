import { expect, it } from 'vitest';
import { MULTIPART, stream } from './sse.ts';
import { connect, restLog, runningBuild, startWorld, subscribe, until } from './support.ts';

const document = `subscription Tail($id: ID!, $after: ID, $last: Int, $minLevel: LogLevel) {
  buildLogs(buildId: $id, after: $after, last: $last, minLevel: $minLevel) {
    ... on LogEvent { lastId }
    ... on BuildLogBatch { logs { id createdAt source level stage output } }
    ... on BuildLogEnd { build { uuid } }
  }
}`;

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ output: `line ${index}`, level: index % 3 === 0 ? 'warn' : 'info' }));

it('buildLogs begins and filters as it is told, each subscriber by its own arguments of one document', async () => {
  const { embedded, url } = await startWorld();
  const build = runningBuild(embedded);
  embedded.control.appendLogs(build, lines(60));
  const client = connect(url, embedded.user('mira').token);
  const start = (variables: object) => subscribe(client, document, { id: build.id, ...variables });
  const [all, last, severe, lastSevere, twice] = [
    start({}),
    start({ last: 7 }),
    start({ minLevel: 'WARN' }),
    start({ last: 7, minLevel: 'WARN' }),
    start({ last: 7, minLevel: 'WARN' }),
  ] as const;
  await until('the lines', () => all.lines.length === 60 && last.lines.length === 7 && severe.lines.length === 20);
  await until('the severe ones', () => lastSevere.lines.length === 7 && twice.lines.length === 7);
  embedded.control.appendLogs(build, lines(31));
  await until('news', () => all.lines.length === 91 && twice.lines.length === 18);
  embedded.control.succeed(build);
  await Promise.all([all, last, severe, lastSevere, twice].map(({ finished }) => finished));
  const log = await restLog(embedded, build);
  const severeLog = log.filter(({ level }) => level === 'WARN');
  expect(all.lines).toEqual(log);
  expect(last.lines).toEqual(log.slice(53));
  expect(severe.lines).toEqual(severeLog);
  expect(lastSevere.lines).toEqual(severeLog.slice(13));
  expect(twice.lines).toEqual(lastSevere.lines);
  for (const { end } of [all, last, severe, lastSevere]) expect(end).toMatchObject({ lastId: log.at(-1)?.id });
});

it('an event stream that resumes by Last-Event-ID, or behind `after`, goes on there, whatever `last` says', async () => {
  const { embedded, url } = await startWorld();
  const build = runningBuild(embedded);
  embedded.control.appendLogs(build, 30);
  embedded.control.succeed(build);
  const log = await restLog(embedded, build);
  const token = embedded.user('mira').token;
  const variables = { id: build.id, last: 2 };
  const resumed = stream(url, token, document, variables, { headers: { 'Last-Event-ID': String(log[9]?.id) } });
  await resumed.finished;
  expect(resumed.lines).toEqual(log.slice(10));
  const begun = stream(url, token, document, variables);
  await begun.finished;
  expect(begun.lines).toEqual(log.slice(-2));
  const behind = stream(url, token, document, { ...variables, after: log[9]?.id });
  await behind.finished;
  expect(behind.lines).toEqual(log.slice(10));
});

const wrong: [field: string, argument: string, expected: string][] = [
  ['buildLogs(buildId: "x")', 'buildId', 'the global id or the UUID of a Build, got "x"'],
  ['buildLogs(buildId: $id, after: "-1")', 'after', 'a log id, as a decimal integer of 64 bits, got "-1"'],
  ['buildLogs(buildId: $id, last: 0)', 'last', 'an integer from 1 to 1000, got 0'],
  ['buildLogs(buildId: $id, last: 1001)', 'last', 'an integer from 1 to 1000, got 1001'],
  ['buildLogs(buildId: $id, minLevel: UNKNOWN)', 'minLevel', 'a known level, got "UNKNOWN"'],
  ['agentLogs(agentId: "x")', 'agentId', 'the global id or the UUID of an Agent, got "x"'],
  ['buildUpdated(buildId: "x")', 'buildId', 'the global id or the UUID of a Build, got "x"'],
  ['workspaceUpdated(workspaceId: "x")', 'workspaceId', 'the global id or the UUID of a Workspace, got "x"'],
];

it('a subscription with a wrong argument fails as any other does, on each transport, before any call', async () => {
  const { embedded, url, calls, feeds } = await startWorld();
  const token = embedded.user('mira').token;
  const client = connect(url, token);
  for (const [field, argument, expected] of wrong) {
    const query = `subscription { ${field.replace('$id', JSON.stringify(embedded.build('atlas-dev').id))} { __typename } }`;
    const failure = {
      data: null,
      errors: [
        {
          message: `Argument "${argument}": expected ${expected}.`,
          extensions: { code: 'BAD_USER_INPUT', argument },
        },
      ],
    };
    for (const received of [
      subscribe(client, query),
      stream(url, token, query),
      stream(url, token, query, {}, { accept: MULTIPART }),
    ]) {
      await received.finished;
      expect(received).toMatchObject({ completed: true, closed: undefined });
      expect(received.events).toEqual([failure]);
    }
  }
  expect(calls()).toEqual([]);
  await until('nothing is left', () => feeds.stats().logReaders === 0);
});

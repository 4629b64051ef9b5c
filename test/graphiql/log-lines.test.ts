import { describe, expect, it } from 'vitest';
import { joinLines, type LogLine, lastIdOf, logEvent, MAX_LINES, sections } from '../../graphiql/src/log-lines.ts';

const line = (id: string, stage = 'Plan', output = id): LogLine => ({
  serial: Number(id),
  id,
  stage,
  output,
  createdAt: undefined,
  level: undefined,
});

describe('an event of a feed', () => {
  it('brings lines, as far as they were selected', () => {
    const logs = [{ id: '7', level: 'INFO', stage: 'Plan', output: 'a' }, { output: 'b' }, { id: '9' }];
    const event = logEvent({ log: { __typename: 'BuildLogBatch', lastId: '9', logs } });
    expect(event?.lines.map(({ id, output }) => [id, output])).toEqual([
      ['7', 'a'],
      [undefined, 'b'],
    ]);
    expect(event?.end).toBeUndefined();
  });

  it('is the end, with the status of the build where that was selected', () => {
    expect(logEvent({ buildLogs: { build: { status: 'FAILED' } } })?.end).toBe('FAILED');
    expect(logEvent({ agentLogs: { __typename: 'AgentLogEnd', lastId: '3' } })?.end).toBe('ended');
  });

  it('is none where the data are of something else', () => {
    for (const data of [undefined, null, {}, { viewer: null }, { build: { id: 'x' } }]) {
      expect(logEvent(data)).toBeUndefined();
    }
  });
});

describe('lines', () => {
  it('that came already, as after a new connection, are left out', () => {
    const lines = joinLines([line('8'), line('9')], [line('8'), line('9'), line('10')]);
    expect(lines.map(({ id }) => id)).toEqual(['8', '9', '10']);
  });

  it('without ids are all kept, and of too many the last', () => {
    const bare = { ...line('x'), id: undefined };
    expect(joinLines([bare], [bare])).toHaveLength(2);
    const many = Array.from({ length: MAX_LINES }, (_, index) => line(String(index + 1)));
    expect(joinLines(many, [line(String(MAX_LINES + 1))])[0]?.id).toBe('2');
  });

  it('stand under the stage that they are of, and long stages in parts', () => {
    const lines = [line('1'), line('2'), line('3', 'Apply'), line('4')];
    expect(sections(lines).map((each) => [each.stage, each.lines.length])).toEqual([
      ['Plan', 2],
      ['Apply', 1],
      ['Plan', 1],
    ]);
    const long = Array.from({ length: 600 }, (_, index) => line(String(index)));
    expect(sections(long).map((each) => [each.stage, each.lines.length])).toEqual([
      ['Plan', 250],
      [undefined, 250],
      [undefined, 100],
    ]);
  });
  it('keep their parts when the first of them are gone', () => {
    const long = Array.from({ length: 900 }, (_, index) => line(String(index)));
    const kept = sections(long.slice(300)).map(({ lines }) => lines[0]?.id);
    expect(kept).toEqual(['300', '500', '750']);
  });
});

it('tells where a log goes on, by lastId or by its last line', () => {
  expect(lastIdOf({ buildLogs: { lastId: '9', logs: [{ id: '8' }] } })).toBe('9');
  expect(lastIdOf({ log: { logs: [{ id: '7' }, { id: '8' }] } })).toBe('8');
  expect(lastIdOf({ buildLogs: { logs: [{ output: 'x' }] } })).toBeUndefined();
  expect(lastIdOf(null)).toBeUndefined();
});

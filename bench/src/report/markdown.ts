import type { Column, Report, RowResult, Series } from './result.ts';
import { median, ratios, spread } from './statistics.ts';

function cell(series: Series, { value, digits }: Column): string {
  const values = series.samples.map((sample) => sample[value]).filter((each) => each !== undefined);
  if (values.length === 0) return '–';
  const { median: middle, min, max } = spread(values);
  const text = middle.toFixed(digits);
  return min === max ? text : `${text} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

function compared({ compare, base, series }: RowResult, one: Series): string {
  const of = (each: Series | undefined) => each?.samples.map((sample) => sample[compare ?? ''] ?? Number.NaN) ?? [];
  const baseValues = of(series.find(({ key }) => key === base));
  return baseValues.length > 0 ? median(ratios(of(one), baseValues)).toFixed(2) : '–';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** One row's table and targets. */
export function printRow(row: RowResult): string {
  const { columns, compare, base } = row;
  const baseTitle = row.series.find(({ key }) => key === base)?.title.split(' ')[0];
  const comparing = compare !== undefined && baseTitle !== undefined;
  const head = ['', ...columns.map(({ title }) => title), ...(comparing ? [`× ${baseTitle}`] : [])];
  const body = row.series.map((each) => [
    each.title,
    ...columns.map((column) => cell(each, column)),
    ...(comparing ? [compared(row, each)] : []),
  ]);
  return [`### ${row.title}`, ...row.notes, table(head, body)].join('\n\n');
}

/** All targets of the rows that were measured, each met or not. */
export function printTargets(rows: readonly RowResult[]): string {
  const lines = rows.flatMap(({ key, outcomes }) =>
    outcomes.map(({ what, target, value, met }) => [
      `\`${key}\``,
      what,
      target,
      value ?? 'not measured',
      met === undefined ? '–' : met ? 'met' : '**not met**',
    ]),
  );
  return table(['row', 'what', 'target', 'value', ''], lines);
}

/** Where, when and by which commands the rows were measured; each run once. */
function printRuns(rows: Report['rows']): string {
  const runs = new Map(rows.map(({ run }) => [run.date, run]));
  return [...runs.values()]
    .map(({ date, command, commit, node, machine, rounds, seconds }) => {
      const keys = rows.filter(({ run }) => run.date === date).map(({ row }) => `\`${row.key}\``);
      const time = date.slice(0, 16).replace('T', ' ');
      return `- ${keys.join(', ')}: ${time} at commit ${commit}, \`${command}\`, ${rounds} rounds of ${seconds} s, Node ${node}, ${machine}`;
    })
    .join('\n');
}

export function printReport({ absent, rows }: Report): string {
  return [
    'Medians, in parentheses the least and the most; ratios are medians of the ratios of the rounds.',
    printRuns(rows),
    ...absent.map((line) => `Left out: ${line}`),
    '### Targets',
    printTargets(rows.map(({ row }) => row)),
    ...rows.map(({ row }) => printRow(row)),
  ].join('\n\n');
}

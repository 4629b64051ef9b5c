import type { ConformanceReport } from './conformance.ts';

const SHOWN_CHARACTERS = 60;

/** The outcome as a table in plain text. */
export function reportText({ compared, differences, unknownKeys, unknownValues, failures }: ConformanceReport): string {
  const rows = [
    ...differences.map(({ where, rest, graph }) => ['difference', where, `REST ${shown(rest)}, graph ${shown(graph)}`]),
    ...failures.map(({ step, reason }) => ['failure', step, reason]),
    ...[...unknownKeys].map(([key, count]) => ['unknown key', key, `seen ${count} times`]),
    ...[...unknownValues].map(([value, count]) => ['unknown enum value', value, `seen ${count} times`]),
  ] as [string, string, string][];
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map(
    ([kind, where, what]) => `${kind.padEnd(widths[0] ?? 0)}  ${where.padEnd(widths[1] ?? 0)}  ${what}`,
  );
  const unknown = unknownKeys.size + unknownValues.size;
  const summary = `${compared} values compared, ${differences.length} differences, ${failures.length} failures, ${unknown} unknown keys and values`;
  return [...lines, summary, ''].join('\n');
}

/** Whether the gateway tells exactly what Coder tells. What this version does not know yet is no difference. */
export function conforms({ differences, failures }: ConformanceReport): boolean {
  return differences.length === 0 && failures.length === 0;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

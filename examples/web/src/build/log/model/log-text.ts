import { isMark, type Line } from './log-store.ts';

/** Lines as text, as one copies them: a stage's name before its first line. */
export function textOf(lines: Iterable<Line>): string {
  const text: string[] = [];
  let stage = '';
  for (const line of lines) {
    if (line.stage !== undefined && line.stage !== stage) text.push(`=== ${line.stage}`);
    stage = line.stage ?? '';
    if (!isMark(line)) text.push(line.text);
  }
  return text.join('\n');
}

/** A line of a file: its time, its level, what it says. */
export function fileLine({ createdAt, level, stage, text }: Line): string {
  const place = stage === undefined ? '' : ` [${stage}]`;
  return `${createdAt} [${level.toLowerCase()}]${place} ${text}`;
}

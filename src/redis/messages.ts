import type { LogId } from '../coder/rest/scalars.ts';
import { type Hint, hints, type ToldLines } from '../feeds/cluster.ts';
import { restJson } from './rest-json.ts';

/** What replicas tell each other of a target. `free`: its lease has been released. */
export type Message =
  | { kind: 'lines'; told: ToldLines; sentAt: number }
  | { kind: 'hint'; hint: Hint }
  | { kind: 'free' };

export const FREE = 'free';

/** Lines with the id before the first, the id of the last, and the time in front. */
export function linesMessage(after: LogId | undefined, lines: readonly { id: LogId }[], sentAt: number): string {
  return `lines ${after ?? 0} ${lines.at(-1)?.id ?? after ?? 0} ${sentAt} ${restJson(lines)}`;
}

export function hintMessage(hint: Hint): string {
  return `hint ${hint}`;
}

/** Undefined: it is none. */
export function parseMessage(text: string): Message | undefined {
  if (text === FREE) return { kind: 'free' };
  const hint = hints.find((each) => text === hintMessage(each));
  if (hint) return { kind: 'hint', hint };
  const header = /^lines (\d{1,19}) (\d{1,19}) (\d{1,15}) (?=\[)/.exec(text);
  if (!header) return undefined;
  const [whole, after = '', last = '', sentAt] = header;
  const told = { after: idOf(after), last: idOf(last), json: text.slice(whole.length) };
  return { kind: 'lines', told, sentAt: Number(sentAt) };
}

/** 0 is before the first line. */
function idOf(text: string): LogId | undefined {
  const id = Number(text);
  if (id === 0) return undefined;
  return Number.isSafeInteger(id) ? id : BigInt(text);
}

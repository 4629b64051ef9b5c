import type { LogId } from '../coder/model.ts';
import { settingNames } from '../config.ts';
import { badHeader, badInput } from '../errors.ts';

/** What the scalar makes of text that is not base64; the resolver refuses it without quoting it. */
export const INVALID_BASE64: unique symbol = Symbol('not base64');

export const DEFAULT_PAGE = 25;
export const MAX_PAGE = 100;
export const MAX_LOG_PAGE = 1000;

/** A page size within 1..max; `undefined` when the argument was not given. */
export function pageSize(argument: string, value: number | null | undefined, max: number): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (value < 1 || value > max) throw badInput(argument, `an integer from 1 to ${max}`, value);
  return value;
}

/** A build number: consecutive from 1. */
export function buildNumber(argument: string, value: number): number {
  if (value < 1) throw badInput(argument, 'a build number, 1 or more', value);
  return value;
}

/** A search that goes to Coder within a URL, which servers and proxies take up to some kilobytes. */
const MAX_SEARCH = 2_000;

/** Coder's search syntax; empty when the argument was not given. */
export function searchArgument(argument: string, value: string | null | undefined): string {
  const text = value ?? '';
  if (text.length <= MAX_SEARCH) return text;
  throw badInput(argument, `at most ${MAX_SEARCH} characters`, text.length);
}

/** Bytes that were sent as base64; a secret, so an error does not quote them. */
export function bytesArgument(argument: string, value: Buffer | typeof INVALID_BASE64, maxBytes: number): Buffer {
  if (value === INVALID_BASE64) throw badInput(argument, 'padded base64 of the standard alphabet');
  if (value.length > maxBytes)
    throw badInput(argument, `at most ${maxBytes} bytes (${settingNames.maxResponseMb})`, value.length);
  return value;
}

const MAX_LOG_ID = 2n ** 63n - 1n;

const LOG_ID = 'a log id, as a decimal integer of 64 bits';

/** A log id in decimal, as cursors of logs and `after` of feeds are. */
export function logIdArgument(argument: string, value: string | null | undefined): LogId | undefined {
  if (value === null || value === undefined) return undefined;
  const id = logIdOf(value);
  if (id === undefined) throw badInput(argument, LOG_ID, value);
  return id;
}

/**
 * Where a feed begins: behind `Last-Event-ID`, else behind `after`. A client of server-sent events that reconnects by
 * itself sends the request of its beginning again, and says only in this header how far it has come.
 */
export function feedStart(after: string | null | undefined, lastEventId: string | undefined): LogId | undefined {
  if (!lastEventId) return logIdArgument('after', after);
  const id = logIdOf(lastEventId);
  if (id === undefined) throw badHeader('Last-Event-ID', LOG_ID, lastEventId);
  return id;
}

function logIdOf(text: string): LogId | undefined {
  const id = /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (id === undefined || id > MAX_LOG_ID) return undefined;
  return id <= Number.MAX_SAFE_INTEGER ? Number(id) : id;
}

/** An opaque cursor of two non-negative integers, bound to the connection that it came from. */
export function encodeCursor(connection: string, first: number, second: number): string {
  return Buffer.from(`${connection}:${first}:${second}`).toString('base64url');
}

/** Largest offset for which offset + page size fits in int32. */
const MAX_OFFSET = 2 ** 31 - 1 - MAX_LOG_PAGE;

/** The two integers of a cursor; throws `BAD_USER_INPUT` unless it came from this connection. */
export function cursorArgument(
  connection: string,
  argument: string,
  value: string | null | undefined,
  maxSecond = MAX_OFFSET,
): [first: number, second: number] | undefined {
  if (value === null || value === undefined) return undefined;
  const text = Buffer.from(value, 'base64url').toString('utf8');
  const match = /^(.+):(\d{1,10}):(\d{1,10})$/.exec(text);
  const [, from, first, second] = match ?? [];
  const cursor: [number, number] = [Number(first), Number(second)];
  // Coder's offsets and build numbers are 32-bit.
  const fits = cursor[0] < 2 ** 31 && cursor[1] <= maxSecond;
  if (from !== connection || !fits || encodeCursor(connection, ...cursor) !== value)
    throw badInput(argument, 'a cursor of this connection', value);
  return cursor;
}

import type { ExecutionResult } from 'graphql';
import { type FetchAPI, processRegularResult } from 'graphql-yoga';
import { answerBytes, hasKeptData } from '../../plan/executor/kept-data.ts';
import type { JsonMediaType } from '../http/accepted-json.ts';
import type { FastAnswer } from '../plugins/request-plugin.ts';

export interface WrittenResult extends FastAnswer {
  body: Buffer;
}

interface Init {
  status: number;
  headers: Record<string, string>;
}

/** Keeps what a response is made of, instead of making one. */
class PlainResponse implements WrittenResult {
  readonly body: Buffer;
  readonly status: number;
  readonly headers: Record<string, string> = {};

  constructor(body: string | Buffer, { status, headers }: Init) {
    this.body = typeof body === 'string' ? Buffer.from(body) : body;
    this.status = status;
    for (const name in headers) this.headers[name.toLowerCase()] = String(headers[name]);
    this.headers['content-length'] = String(this.body.length);
  }
}

const plainAPI = { Response: PlainResponse } as unknown as FetchAPI;

/** The answer with this result: status, headers and text are yoga's own choice. */
export function writtenResult(result: ExecutionResult, mediaType: JsonMediaType): WrittenResult {
  const answer = hasKeptData(result) ? { ...result, stringify: answerBytes } : result;
  return processRegularResult(answer as ExecutionResult, plainAPI, mediaType) as unknown as WrittenResult;
}

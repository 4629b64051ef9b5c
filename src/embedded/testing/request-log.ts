import type { RequestInfo } from '../http/interception.ts';

/** A request as tests count and inspect it. */
export type RecordedRequest = RequestInfo;

/** Of very many requests the latest are kept. */
const MAX_RECORDS = 50_000;

/** Every request since the start, or since it was cleared, oldest first. */
export class RequestLog {
  readonly requests: RecordedRequest[] = [];

  add(request: RecordedRequest): void {
    if (this.requests.length >= MAX_RECORDS) this.requests.splice(0, MAX_RECORDS / 2);
    this.requests.push(request);
  }

  clear(): void {
    this.requests.length = 0;
  }
}

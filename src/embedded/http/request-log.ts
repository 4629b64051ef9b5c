/** What the embedded Coder remembers of a request, so that tests can count and inspect calls. */
export interface RecordedRequest {
  method: string;
  /** Without base path prefix and query, duplicate slashes collapsed. */
  path: string;
  query: URLSearchParams;
  /** The template, e.g. `/api/v2/workspacebuilds/{workspacebuild}/logs`; empty for an unknown route. */
  route: string;
  /** Without the token. */
  headers: Record<string, string>;
  /** The username that the token belongs to. */
  user: string | null;
  /** The `X-Coder-Request-Id` of the answer. */
  requestId: string;
  /** 0 until answered; 101 for an accepted WebSocket. */
  status: number;
  /** Whether a WebSocket was asked for. */
  upgrade: boolean;
  at: number;
}

const SECRET = new Set(['coder-session-token', 'authorization', 'cookie']);

export function recordedHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !SECRET.has(name)) kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}

/** Of very many requests the latest are kept. */
const MAX_RECORDS = 50_000;
/** A probe is nobody who looks. */
const PROBES = new Set(['/healthz', '/api/v2/buildinfo']);

/** Every request since the start, or since it was cleared, oldest first. */
export class RequestRecord {
  readonly requests: RecordedRequest[] = [];
  /** When somebody last asked for something. */
  askedAt: number;

  constructor(now: number) {
    this.askedAt = now;
  }

  add(request: RecordedRequest): void {
    if (this.requests.length >= MAX_RECORDS) this.requests.splice(0, MAX_RECORDS / 2);
    this.requests.push(request);
    if (!PROBES.has(request.route)) this.askedAt = request.at;
  }

  clear(): void {
    this.requests.length = 0;
  }
}

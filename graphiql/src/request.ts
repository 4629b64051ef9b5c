import { meros } from 'meros/browser';
import { endpoint } from './config.ts';

/**
 * Sends one operation by POST. With `incremental`, the answer may come in parts. What could not be sent is answered with
 * an error as well.
 */
export async function request(
  operation: object,
  headers: Record<string, string>,
  incremental: boolean,
): Promise<object | AsyncIterable<object>> {
  const unfit = Object.entries(headers).find(([name, value]) => !isHeader(name, value));
  if (unfit) return failure(`Request not sent. HTTP does not allow the name or the value of the header ${unfit[0]}.`);
  const accept = `${incremental ? 'multipart/mixed, ' : ''}application/graphql-response+json, application/json`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify(operation),
  }).catch(() => undefined);
  if (response === undefined) return failure('The gateway does not answer.');
  const type = response.headers.get('content-type') ?? '';
  if (incremental && type.startsWith('multipart/mixed')) {
    const parts = await meros<object>(response, { multiple: true });
    if (!(parts instanceof Response)) return bodies(parts);
  }
  if (/\bjson\b/.test(type)) return response.json();
  // A proxy on the way, or a refusal in plain words.
  const text = (await response.text()).slice(0, 500);
  return failure(text || response.statusText, { extensions: { status: response.status } });
}

function failure(message: string, more: object = {}): object {
  return { errors: [{ message, ...more }] };
}

function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}

async function* bodies(batches: AsyncIterable<readonly { json: boolean; body: unknown }[]>): AsyncGenerator<object> {
  for await (const batch of batches) for (const part of batch) if (part.json) yield part.body as object;
}

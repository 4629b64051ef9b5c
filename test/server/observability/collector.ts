import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A span as OTLP has it in JSON, as far as tests look. */
export interface CollectedSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  attributes: Record<string, unknown>;
  events: { name: string; attributes: Record<string, unknown> }[];
  failed: boolean;
}

export interface Collector {
  url: string;
  spans: CollectedSpan[];
  /** Everything that it was sent. */
  bodies: string[];
  /** Of the resource that sent the spans. */
  resource: Record<string, unknown>;
}

interface KeyValue {
  key: string;
  value: Record<string, unknown>;
}
interface OtlpSpan extends Omit<CollectedSpan, 'attributes' | 'events' | 'failed'> {
  attributes: KeyValue[];
  events: { name: string; attributes: KeyValue[] }[];
  status: { code?: number };
}
interface OtlpBody {
  resourceSpans: { resource: { attributes: KeyValue[] }; scopeSpans: { spans: OtlpSpan[] }[] }[];
}

const valuesOf = (attributes: KeyValue[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** Takes spans by OTLP over HTTP, in JSON; closed with the test. */
export async function startCollector(): Promise<Collector> {
  const collector: Collector = { url: '', spans: [], bodies: [], resource: {} };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    collector.bodies.push(body);
    if (request.url !== '/v1/traces' || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    for (const { resource, scopeSpans } of (JSON.parse(body) as OtlpBody).resourceSpans) {
      collector.resource = valuesOf(resource.attributes);
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        collector.spans.push({
          ...span,
          attributes: valuesOf(span.attributes),
          events: span.events.map(({ name, attributes }) => ({ name, attributes: valuesOf(attributes) })),
          failed: span.status.code === 2,
        });
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  collector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return collector;
}

import type { Server } from '../process/server.ts';
import { canonical, difference } from '../queries/canonical.ts';

/** The data of an answer in the form that all servers share; throws when it has errors. */
export function dataOf(server: Server, text: string): unknown {
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (errors !== undefined || !data) throw new Error(`${server.spec.title}: ${text.slice(0, 500)}`);
  return canonical(data);
}

/** Throws unless the server's answer is, value by value, the one that is expected. */
export async function assertEqual(server: Server, body: string, expected: unknown): Promise<void> {
  const found = difference(expected, dataOf(server, await server.ask(body)));
  if (found) throw new Error(`${server.spec.title} answers otherwise than R. ${found}`);
}

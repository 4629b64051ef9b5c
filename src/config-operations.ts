import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { SettingProblem } from './config-values.ts';

/**
 * The documents of a file of allowed operations, by their ids: what codegen's client preset writes (`persistedDocuments`),
 * also Relay (`{ "<id>": "<document>" }`), or Apollo's manifest. Throws a `SettingProblem`.
 */
export function readOperationsFile(path: string): Map<string, string> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrong(path, code ? `cannot be read (${code})` : 'is not JSON');
  }
  const documents = new Map(entriesOf(json, path));
  if (documents.size === 0) throw wrong(path, 'has no operations');
  for (const [id, document] of documents) {
    if (typeof document !== 'string') throw wrong(path, `has no document under "${id.slice(0, 80)}"`);
    try {
      parse(document);
    } catch (error) {
      throw wrong(path, `has a document "${id.slice(0, 80)}" that is not GraphQL: ${(error as Error).message}`);
    }
  }
  return documents;
}

function entriesOf(json: unknown, path: string): [string, string][] {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw wrong(path, 'is not an object of documents by their ids');
  if (!('format' in json) || json.format !== 'apollo-persisted-query-manifest') return Object.entries(json);
  const { operations } = json as { operations?: unknown };
  if (!Array.isArray(operations)) throw wrong(path, 'has no list of operations');
  return operations.map((operation: { id?: unknown; body?: unknown } | null) => {
    if (typeof operation?.id !== 'string') throw wrong(path, 'has an operation without an id');
    return [operation.id, operation.body as string];
  });
}

function wrong(path: string, what: string): SettingProblem {
  return new SettingProblem(`the file ${JSON.stringify(path)} ${what}`);
}

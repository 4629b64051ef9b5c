import type { Uuid } from '../coder/rest/scalars.ts';
import { parseUuid } from '../coder/uuid.ts';
import { badInput } from '../errors.ts';

/** How many UUIDs lead back to an object of each type: more than one where it is refetched through its holder. */
const PARTS = {
  Workspace: 1,
  Build: 1,
  Job: 2,
  Resource: 2,
  Agent: 1,
  App: 2,
  AppStatus: 3,
  AgentScript: 2,
  AgentLogSource: 2,
  User: 1,
  Organization: 1,
  Template: 1,
  TemplateVersion: 1,
} as const;

/**
 * Global ids: base64 of `Type:uuid`, or `Type:holder/uuid` for what Coder shows only inside something else.
 * The holder is the build of a job and a resource, and the agent of an app, a script or a log source: one ordinary read
 * finds them again. A status names its agent and its app.
 * A job that imports a template version is held by that: `Job:import/holder/uuid`.
 */
export type NodeType = keyof typeof PARTS;

/** The global id; `id` is what `NodeType` says stands behind the type. */
export function encodeNodeId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/** What Relay's `node` and `nodes` need; throws `BAD_USER_INPUT` for anything that is not such an id. */
export function decodeNodeId(globalId: string, argument = 'id'): { typename: NodeType; id: string } {
  const [typename, id] = split(globalId) ?? [];
  if (isNodeType(typename) && id !== undefined) {
    const parts = (typename === 'Job' ? id.replace(IMPORT, '') : id).split('/');
    if (parts.length === PARTS[typename] && parts.every((part) => parseUuid(part) === part)) return { typename, id };
  }
  throw badInput(argument, 'the global id of an object of this graph that can be refetched', globalId);
}

function isNodeType(name: string | undefined): name is NodeType {
  return name !== undefined && Object.hasOwn(PARTS, name);
}

const IMPORT = /^import\//;

/** The id of a job that imports a template version. */
export function importId(version: Uuid, job: Uuid): string {
  return `import/${compositeId(version, job)}`;
}

/** What an id made by `importId` names; undefined for the id of another job. */
export function importParts(id: string): [version: Uuid, job: Uuid] | undefined {
  return IMPORT.test(id) ? compositeParts(id.replace(IMPORT, '')) : undefined;
}

/** The id of something held by another, from the outermost holder on. */
export function compositeId(...ids: [holder: Uuid, ...Uuid[]]): string {
  return ids.join('/');
}

/** The two parts of a `compositeId`. */
export function compositeParts(id: string): [holder: Uuid, id: Uuid] {
  const [holder = '', inner = ''] = id.split('/');
  return [holder, inner];
}

/**
 * The UUID that an argument names: a global id of that type, or a bare UUID in any form that Coder accepts.
 * Throws `BAD_USER_INPUT` naming the argument.
 */
export function uuidArgument(
  type: 'Workspace' | 'Build' | 'Agent' | 'Template' | 'TemplateVersion',
  argument: string,
  value: string,
): Uuid {
  const bare = parseUuid(value);
  if (bare !== undefined) return bare;
  const [typename, id] = split(value) ?? [];
  const uuid = typename === type && id !== undefined ? parseUuid(id) : undefined;
  if (uuid === undefined) throw badInput(argument, `the global id or the UUID of ${article(type)} ${type}`, value);
  return uuid;
}

/** Only the exact output of `encodeNodeId`: base64 decoders take much more than that. */
function split(globalId: string): [type: string, id: string] | undefined {
  const text = Buffer.from(globalId, 'base64url').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0 || encodeNodeId(text.slice(0, colon), text.slice(colon + 1)) !== globalId) return undefined;
  return [text.slice(0, colon), text.slice(colon + 1)];
}

function article(type: string): string {
  return type === 'Agent' ? 'an' : 'a';
}

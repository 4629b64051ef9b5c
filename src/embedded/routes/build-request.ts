import type { ApiValidation } from '../../coder/rest/api-error.ts';
import { refuse } from '../http/http.ts';
import { parsePathUuid, ZERO_UUID } from '../state/random.ts';
import type { Transition } from '../state/rows.ts';

/** The body of a build's creation, decoded and checked as Go's decoder and validator do. */
export interface BuildRequest {
  transition: Transition;
  versionId: string | null;
  presetId: string | null;
  parameters: { name: string; value: string }[];
  reason: string;
  logLevel: string;
  orphan: boolean;
  state: Buffer;
}

const STRUCT = 'CreateWorkspaceBuildRequest';
// `task_resume` is published and still refused.
const REASONS = [
  'dashboard',
  'cli',
  'ssh_connection',
  'vscode_connection',
  'jetbrains_connection',
  'task_manual_pause',
];

export function parseBuildRequest(body: unknown): BuildRequest {
  const fields = asObject(body, `codersdk.${STRUCT}`);
  const text = (name: string, type: string): string => asText(fields[name], name, type);
  const transition = text('transition', 'codersdk.WorkspaceTransition');
  const logLevel = text('log_level', 'codersdk.ProvisionerLogLevel');
  const reason = text('reason', 'codersdk.CreateWorkspaceBuildReason');
  const request: BuildRequest = {
    transition: transition as Transition,
    versionId: asUuid(fields.template_version_id, 'template_version_id'),
    presetId: asUuid(fields.template_version_preset_id, 'template_version_preset_id'),
    parameters: asParameters(fields.rich_parameter_values),
    reason,
    logLevel,
    orphan: asBool(fields.orphan, 'orphan'),
    state: asBytes(fields.state, `${STRUCT}.state`),
  };
  asBool(fields.dry_run, 'dry_run');
  const validations: ApiValidation[] = [];
  const oneOf = (field: string, value: string, allowed: readonly string[]): void => {
    if (!allowed.includes(value)) {
      validations.push({ field, detail: `Validation failed for tag "oneof" with value: "${value}"` });
    }
  };
  oneOf('transition', transition, ['start', 'stop', 'delete']);
  if (logLevel !== '') oneOf('log_level', logLevel, ['debug']);
  if (reason !== '') oneOf('reason', reason, REASONS);
  if (validations.length > 0) refuse(400, 'Validation failed.', '', validations);
  return request;
}

/** `null` decodes to a request without fields. */
export function asObject(body: unknown, type: string): Record<string, unknown> {
  if (body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) {
    return undecodable(`json: cannot unmarshal ${kindOf(body)} into Go value of type ${type}`);
  }
  return body as Record<string, unknown>;
}

/** Base64 text or an array of numbers; `null` and absent are empty. */
export function asBytes(value: unknown, field: string): Buffer {
  if (value === null || value === undefined) return Buffer.alloc(0);
  if (typeof value === 'string') {
    const text = value.replace(/[\r\n]/g, '');
    const bad = text.search(/[^A-Za-z0-9+/=]|=(?!=?$)/);
    if (bad >= 0 || text.length % 4 !== 0) {
      return undecodable(`illegal base64 data at input byte ${bad >= 0 ? bad : text.length - (text.length % 4)}`);
    }
    return Buffer.from(text, 'base64');
  }
  if (Array.isArray(value) && value.every((item) => Number.isInteger(item) && item >= 0 && item <= 255)) {
    return Buffer.from(value as number[]);
  }
  return undecodable(`json: cannot unmarshal ${kindOf(value)} into Go struct field ${field} of type []uint8`);
}

function asText(value: unknown, name: string, type: string, struct = STRUCT): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return undecodable(`json: cannot unmarshal ${kindOf(value)} into Go struct field ${struct}.${name} of type ${type}`);
}

function asBool(value: unknown, name: string): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'boolean') return value;
  return undecodable(`json: cannot unmarshal ${kindOf(value)} into Go struct field ${STRUCT}.${name} of type bool`);
}

/** `null` and the zero UUID are unset; an empty string is no UUID. */
function asUuid(value: unknown, name: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') {
    return undecodable(
      `json: cannot unmarshal ${kindOf(value)} into Go struct field ${STRUCT}.${name} of type uuid.UUID`,
    );
  }
  const parsed = parsePathUuid(value);
  if ('error' in parsed) return undecodable(parsed.error);
  return parsed.id === ZERO_UUID ? null : parsed.id;
}

function asParameters(value: unknown): { name: string; value: string }[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) {
    return undecodable(
      `json: cannot unmarshal ${kindOf(value)} into Go struct field ${STRUCT}.rich_parameter_values of type []codersdk.WorkspaceBuildParameter`,
    );
  }
  return value.map((item: unknown) => {
    const fields = asObject(item, 'codersdk.WorkspaceBuildParameter');
    return {
      name: asText(fields.name, 'rich_parameter_values.name', 'string', 'WorkspaceBuildParameter'),
      value: asText(fields.value, 'rich_parameter_values.value', 'string', 'WorkspaceBuildParameter'),
    };
  });
}

function undecodable(detail: string): never {
  return refuse(400, 'Request body must be valid JSON.', detail);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

import type { ApiValidation } from '../../coder/rest/api-error.ts';
import { refuse } from '../http/http.ts';
import type { BuildRow, ParameterDefinition, TemplateRow, VersionRow } from '../state/rows.ts';
import type { BuildRequest } from './build-request.ts';

/** Tags and parameters of a new build: evaluated together, refused in the words of the template's flow. */

export interface ResolvedParameters {
  values: { name: string; value: string }[];
  presetId: string | null;
}

export function resolveParameters(
  request: BuildRequest,
  template: TemplateRow,
  version: VersionRow,
  previous: BuildRow | undefined,
): ResolvedParameters {
  if (version.legacySchemas && request.transition === 'start') {
    refuse(
      400,
      'Unable to build workspace with unsupported parameters',
      'Unable to build workspace with unsupported parameters',
    );
  }
  refuseTags(template, version);
  const preset = version.presets.find((candidate) => candidate.id === request.presetId);
  if (request.presetId !== null && preset === undefined) {
    const detail = 'failed to get preset parameters: sql: no rows in result set';
    refuse(500, 'failed to fetch preset parameter values', detail);
  }
  const values = new Map<string, string>();
  for (const definition of version.parameters) {
    const { name } = definition;
    const find = (list: readonly { name: string; value: string }[]): string | undefined =>
      list.findLast((parameter) => parameter.name === name)?.value;
    // A preset's values override what the caller gives for the same parameters.
    const value = preset?.values[name] ?? find(request.parameters) ?? find(previous?.parameters ?? []);
    if (value !== undefined) values.set(name, value);
    else if (!definition.required) values.set(name, definition.defaultValue);
  }
  refuseValues(template, version.parameters, values);
  return {
    values: [...values].map(([name, value]) => ({ name, value })),
    presetId: preset?.id ?? matchingPreset(version, values),
  };
}

function refuseTags(template: TemplateRow, version: VersionRow): void {
  if (version.tagProblem === null) return;
  if (!template.classicParameterFlow) {
    refuse(400, 'Unable to parse workspace tags', '', [
      { field: 'zone', detail: 'Tag value is not known; Tag "zone" has no value' },
    ]);
  }
  const message =
    version.tagProblem === 'parse' ? 'failed to parse workspace tag value' : 'failed to evaluate workspace tag value';
  refuse(400, message, `${message}: Unknown variable "var.zone"`);
}

function refuseValues(
  template: TemplateRow,
  definitions: readonly ParameterDefinition[],
  values: ReadonlyMap<string, string>,
): void {
  const problems: ApiValidation[] = [];
  for (const { name, pattern } of definitions) {
    const value = values.get(name);
    if (value === undefined) {
      problems.push({ field: name, detail: 'Required parameter not provided; parameter value is null' });
    } else if (pattern !== null && !pattern.test(value)) {
      problems.push({
        field: name,
        detail: `Invalid parameter value; value "${value}" does not match ${pattern.source}`,
      });
    }
  }
  if (problems.length === 0) return;
  if (!template.classicParameterFlow) {
    problems.sort((a, b) => (a.field < b.field ? -1 : 1));
    refuse(400, 'Unable to validate parameters', '', problems);
  }
  // The classic flow stops at the first and has no validations.
  const [first] = problems;
  refuse(400, `Unable to validate parameter "${first?.field}"`, `parameter validation failed\n${first?.detail}`);
}

function matchingPreset(version: VersionRow, values: ReadonlyMap<string, string>): string | null {
  const match = version.presets.find((preset) => {
    const wanted = Object.entries(preset.values);
    return wanted.length > 0 && wanted.every(([name, value]) => values.get(name) === value);
  });
  return match?.id ?? null;
}

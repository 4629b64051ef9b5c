import type { ApiValidation } from '../../coder/rest/api-error.ts';
import { refuse } from '../http/http.ts';
import type { BuildRow, ParameterDefinition, TemplateRow, VersionRow } from '../state/rows.ts';
import type { BuildRequest } from './build-request.ts';

/** Tags and parameters of a new build: evaluated together, refused as the template's flow does. */

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
    const carried = definition.ephemeral ? [] : (previous?.parameters ?? []);
    const value = preset?.values[name] ?? find(request.parameters) ?? find(carried);
    if (value !== undefined) values.set(name, value);
    else if (!definition.required) values.set(name, definition.defaultValue);
  }
  refuseValues(template, version.parameters, values, previous);
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
  previous: BuildRow | undefined,
): void {
  const problemsOf = template.classicParameterFlow ? classicProblems : dynamicProblems;
  const validations: ApiValidation[] = [];
  for (const definition of definitions) {
    const before = previous?.parameters.find(({ name }) => name === definition.name)?.value;
    const [first, ...more] = problemsOf(definition, values.get(definition.name), before);
    if (first === undefined) continue;
    const rest = more.length === 0 ? '' : `, and ${more.length} other diagnostic(s)`;
    validations.push({ field: definition.name, detail: `${first}${rest}` });
  }
  const [first] = validations;
  if (first === undefined) return;
  if (!template.classicParameterFlow) {
    validations.sort((a, b) => (a.field < b.field ? -1 : 1));
    refuse(400, 'Unable to validate parameters', '', validations);
  }
  // The classic flow stops at the first error and sends no validations.
  refuse(400, `Unable to validate parameter "${first.field}"`, `parameter validation failed\n${first.detail}`);
}

function dynamicProblems(definition: ParameterDefinition, value: string | undefined, before?: string): string[] {
  if (value === undefined) return ['Required parameter not provided; parameter value is null'];
  const problems: string[] = [];
  if (isImmutable(definition, value, before)) {
    problems.push(`Immutable parameter changed; ${immutableChange(definition)}`);
  }
  const { pattern, min, max } = definition;
  if (!isOption(definition, value)) {
    problems.push(`Value must be a valid option; the value ${JSON.stringify(value)} must be defined as one of options`);
  }
  const invalid = (reason: string): void => {
    problems.push(`Invalid parameter value according to 'validation' block; ${reason}`);
  };
  if (pattern !== null && !pattern.test(value)) invalid(patternMismatch(definition, value));
  if (definition.type === 'number') {
    if (value.trim() === '' || Number.isNaN(Number(value))) invalid(`value "${value}" is not a number`);
    else if (max !== null && Number(value) > max) invalid(`value ${value} is more than the maximum ${max}`);
    else if (min !== null && Number(value) < min) invalid(`value ${value} is less than the minimum ${min}`);
    else if (movesTheWrongWay(definition, value, before)) invalid(wrongWay(definition, before));
  }
  return problems;
}

/** The classic flow does not check the bounds of numbers. */
function classicProblems(definition: ParameterDefinition, value: string | undefined, before?: string): string[] {
  if (value === undefined) return ['Required parameter not provided; parameter value is null'];
  if (isImmutable(definition, value, before)) return [immutableChange(definition)];
  if (movesTheWrongWay(definition, value, before)) return [wrongWay(definition, before)];
  if (!isOption(definition, value)) {
    return [`parameter value must match one of options: [${definition.options.map((each) => each.value).join(' ')}]`];
  }
  if (definition.pattern?.test(value) === false) return [patternMismatch(definition, value)];
  return [];
}

function isImmutable({ mutable }: ParameterDefinition, value: string, before: string | undefined): boolean {
  return !mutable && before !== undefined && before !== value;
}

function immutableChange({ name }: ParameterDefinition): string {
  return `Parameter "${name}" is not mutable, so it can't be updated after creating a workspace.`;
}

/** A list's value is one of those there are when each of its entries is. */
function isOption({ options, type }: ParameterDefinition, value: string): boolean {
  if (options.length === 0) return true;
  const known = (each: unknown): boolean => options.some((option) => option.value === each);
  if (type !== 'list(string)') return known(value);
  try {
    const entries: unknown = JSON.parse(value);
    return Array.isArray(entries) && entries.every(known);
  } catch {
    return false;
  }
}

function movesTheWrongWay({ monotonic }: ParameterDefinition, value: string, before: string | undefined): boolean {
  if (monotonic === '' || before === undefined) return false;
  return monotonic === 'increasing' ? Number(value) < Number(before) : Number(value) > Number(before);
}

function wrongWay({ monotonic }: ParameterDefinition, before: string | undefined): string {
  return `parameter value must be equal or ${monotonic === 'increasing' ? 'greater' : 'lower'} than previous value: ${before}`;
}

function patternMismatch({ pattern, patternError }: ParameterDefinition, value: string): string {
  return `${patternError} (value ${JSON.stringify(value)} does not match ${JSON.stringify(pattern?.source)})`;
}

function matchingPreset(version: VersionRow, values: ReadonlyMap<string, string>): string | null {
  const match = version.presets.find((preset) => {
    const wanted = Object.entries(preset.values);
    return wanted.length > 0 && wanted.every(([name, value]) => values.get(name) === value);
  });
  return match?.id ?? null;
}

import { type GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql';
import type { Build } from '../coder/model.ts';
import { isInvalid, take } from '../coder/response/check.ts';
import type { InvalidValueError } from '../coder/response/invalid-value.ts';
import { build as ofBuild } from '../coder/rest/build.ts';
import { badInput } from '../errors.ts';

/** What builds are filtered by; Coder itself filters by none of it. */
export interface BuildFilterArguments {
  status?: readonly string[] | null | undefined;
  transition?: string | null | undefined;
  reason?: readonly string[] | null | undefined;
}

/** Whether a build is wanted, or why nobody can say. */
export type BuildFilter = (build: Build) => boolean | InvalidValueError;

/** Undefined: all builds are wanted. */
export function buildFilter(args: BuildFilterArguments, schema: GraphQLSchema): BuildFilter | undefined {
  const { transition } = args;
  const conditions = [
    condition('status', listArgument('status', args.status), schema.getType('BuildStatus')),
    condition('transition', transition == null ? undefined : [transition], schema.getType('Transition')),
    condition('reason', listArgument('reason', args.reason), schema.getType('BuildReason')),
  ].filter((each) => each !== undefined);
  if (conditions.length === 0) return undefined;
  return (build) => {
    const verdicts = conditions.map((matches) => matches(build));
    return !verdicts.includes(false) && (verdicts.find(isInvalid) ?? true);
  };
}

/** An empty list could mean all or none, so it is refused. */
function listArgument(argument: string, values: readonly string[] | null | undefined): readonly string[] | undefined {
  if (values?.length === 0) throw badInput(argument, 'at least one value, or null for all');
  return values ?? undefined;
}

/** `UNKNOWN` stands for every value that the enum does not know, as it does in answers. */
function condition(
  key: 'status' | 'transition' | 'reason',
  wanted: readonly string[] | undefined,
  type: unknown,
): BuildFilter | undefined {
  if (wanted === undefined) return undefined;
  const known = new Set(isEnumType(type) ? valuesOf(type) : []);
  return (build) => {
    const value = take(build, ofBuild.fields[key]);
    if (isInvalid(value)) return value;
    return wanted.includes(known.has(value as string) ? (value as string) : 'UNKNOWN');
  };
}

function valuesOf(type: GraphQLEnumType): string[] {
  return type.getValues().map(({ value }) => String(value));
}

/** What Coder said of a build that it refused, as a form shows it. */
export interface Refusal {
  /** By the name of the parameter whose field shows it. */
  fields: ReadonlyMap<string, string>;
  /** What is said at the form itself; null when the fields say all of it. */
  form: { title: string; details: string[]; requestId: string | null } | null;
}

/** One of the refusals of `createBuild`, with the fields that its fragment selects. */
export type RefusedBuild =
  | {
      __typename: 'ConflictError' | 'ForbiddenError' | 'NotFoundError';
      message: string;
      detail: string | null;
      requestId: string | null;
    }
  | {
      __typename: 'ValidationError';
      message: string;
      detail: string | null;
      requestId: string | null;
      fields: readonly { field: string; detail: string }[];
    };

const TITLES = {
  ConflictError: 'Not now',
  ForbiddenError: 'You may not do this',
  NotFoundError: 'There is no such workspace',
  ValidationError: 'Coder refuses the build',
} as const;

/** Puts each part of a refusal where it belongs: at the field of its parameter, or at the form. */
export function placed(refused: RefusedBuild, names: ReadonlySet<string>): Refusal {
  const { message, detail, requestId } = refused;
  const fields = new Map<string, string>();
  const details: string[] = [];
  for (const { field, detail: words } of partsOf(refused)) {
    if (names.has(field)) fields.set(field, withoutSummary(words));
    else details.push(`${field}: ${withoutSummary(words)}`);
  }
  if (fields.size > 0 && details.length === 0) return { fields, form: null };
  // Coder often gives the message again as the detail.
  if (detail && detail !== message && fields.size === 0) details.unshift(detail);
  return { fields, form: { title: TITLES[refused.__typename], details: [message, ...details], requestId } };
}

function partsOf(refused: RefusedBuild): readonly { field: string; detail: string }[] {
  if (refused.__typename !== 'ValidationError') return [];
  return refused.fields.length > 0 ? refused.fields : classicPart(refused);
}

/** Templates with static parameters: Coder names the first wrong one in its message, and why in the detail's next line. */
function classicPart({ message, detail }: RefusedBuild): { field: string; detail: string }[] {
  const [, field] = /^Unable to validate parameter "(.+)"/.exec(message) ?? [];
  if (field === undefined) return [];
  return [{ field, detail: detail?.replace(/^parameter validation failed\s*/, '') || message }];
}

/** Coder begins with what kind of check has failed; a person at the field needs the reason behind it. */
function withoutSummary(detail: string): string {
  return detail.replace(/^(Invalid parameter value according to 'validation' block|Immutable parameter changed); /, '');
}

import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** A change of the schema after which an operation that was valid may fail, or give what its client does not expect. */
export interface BreakingChange {
  /** As graphql-inspector names it: `Type.field`, `Type.field.argument`, `Enum.VALUE`. */
  path: string;
  message: string;
}

/** Changes that graphql-inspector calls dangerous: an operation stays valid, but means something else. */
const OF_DEFAULTS: readonly string[] = [
  ChangeType.FieldArgumentDefaultChanged,
  ChangeType.InputFieldDefaultValueChanged,
];

/** What of the schema was changed in a way that breaks clients. */
export async function breakingChanges(before: string, after: string): Promise<BreakingChange[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes
    .filter(({ criticality, type }) => criticality.level === CriticalityLevel.Breaking || OF_DEFAULTS.includes(type))
    .map(({ path = '', message }) => ({ path, message }));
}

/** The section about the schema of the newest version. */
export function schemaSection(changelog: string): string {
  const [, newest = ''] = changelog.split(/^## /m);
  const [, section] = newest.split(/^### Schema$/m);
  if (section === undefined) throw new Error('The newest version in CHANGELOG.md has no section "### Schema".');
  return section.split(/^### /m)[0] ?? '';
}

/** The changes whose path the section does not name. */
export function unannounced(changes: readonly BreakingChange[], section: string): BreakingChange[] {
  return changes.filter(({ path }) => !section.includes(`\`${path}\``));
}

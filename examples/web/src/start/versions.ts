import type { StartWorkspaceQuery } from '../generated/graphql.ts';

export type StartedWorkspace = NonNullable<StartWorkspaceQuery['workspace']>;

/** A version that the workspace can be built with. */
export interface VersionChoice {
  uuid: string;
  name: string;
  message: string | null;
  /** The newest build has it. */
  isCurrent: boolean;
  /** New builds should have it. */
  isActive: boolean;
  /** Its import has not ended, so nobody knows its parameters yet. */
  isImporting: boolean;
}

/** The versions to choose from, newest first. The current one is there even where the list does not reach it. */
export function versionChoices({ template, latestBuild }: StartedWorkspace): VersionChoice[] {
  const current = latestBuild?.templateVersion;
  const listed = template?.versions?.nodes ?? [];
  const isListed = listed.some(({ uuid }) => uuid === current?.uuid);
  const versions = current && !isListed ? [...listed, { ...current, message: null, job: null }] : listed;
  return versions.map(({ uuid, name, message, job }) => ({
    uuid,
    name,
    message,
    isCurrent: uuid === current?.uuid,
    isActive: uuid === template?.activeVersionId,
    isImporting: job?.status === 'PENDING' || job?.status === 'RUNNING',
  }));
}

/**
 * The version that the form begins with: the one that the address names (`active` or a UUID), or else the one that
 * Coder would take by itself, or else that of the newest build.
 */
export function initialVersion(workspace: StartedWorkspace, wanted: string | null): string | undefined {
  const { template, latestBuild, automaticUpdates } = workspace;
  const active = template?.activeVersionId ?? undefined;
  const current = latestBuild?.templateVersion.uuid;
  if (wanted === 'active') return active ?? current;
  if (wanted !== null) return wanted;
  return template?.requireActiveVersion || automaticUpdates === 'ALWAYS' ? (active ?? current) : (current ?? active);
}

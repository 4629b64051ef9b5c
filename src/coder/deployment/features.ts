/**
 * What the gateway uses that not every Coder has. How each version was found: "release" is a Coder project's own
 * statement of it; "merge" is the merge date of the change, compared with the monthly releases; "told" was taken
 * over from an operator's experience and not confirmed by a document.
 */
export const features = {
  /** Told. An older Coder answers 400 with a validation of the field `id`, as to every unknown key. */
  idSearch: { since: '2.10', what: 'searching workspaces by id (q=id:)', without: 'each workspace is read alone' },
  /** Release: coder/coder#16535 ("since v2.17"). Before it the route is missing (404). */
  timings: { since: '2.17', what: 'timings of a build', without: '`timings` is null' },
  /** Release: coder/vscode-coder#620 (">=2.22.0 or otherwise would fail with 404"); the change is coder/coder#16853. */
  watchSocket: { since: '2.22', what: 'the watch socket of a workspace', without: 'updates come by polling alone' },
  /** The same two; the sockets came together. Before it the route is missing (404). */
  agentMetadata: {
    since: '2.22',
    what: 'the metadata of an agent over a WebSocket',
    without: '`metadata` and `agentMetadata` are refused',
  },
  /** Merge: coder/coder#18713, July 2025. An older Coder ignores the parameter and cancels whatever the status. */
  expectStatus: {
    since: '2.25',
    what: 'expectStatus of cancelBuild',
    without: '`cancelBuild(expectStatus:)` is refused before the call',
  },
  /** Merge: coder/coder#21374, around the end of 2025; 2.30 is told. Before it the method is unknown (405). */
  stateUpload: { since: '2.30', what: 'updateBuildState', without: '`updateBuildState` is refused' },
} as const satisfies Record<string, { since: string; what: string; without: string }>;

export type Feature = keyof typeof features;

/** The oldest Coder whose answers the gateway is held to understand. An older one gets a warning, not a refusal. */
export const oldestSupportedVersion = '2.17';

/** Whether a version has a feature; `unknown` when the version does not tell. */
export type Promised = 'yes' | 'no' | 'unknown';

/** `v2.34.0-devel+sha` and the like; a build without tags calls itself `v0.0.0-devel+sha`, which tells nothing. */
const VERSION = /^v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?(-[\w.-]+)?(?:\+\S*)?$/;

interface Version {
  major: number;
  minor: number;
  /** A build on the way to `major.minor.0`: which changes it has is open. */
  unfinished: boolean;
}

function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch = '0', before] = VERSION.exec(text) ?? [];
  if (major === undefined || Number(major) === 0) return undefined;
  return { major: Number(major), minor: Number(minor), unfinished: before !== undefined && Number(patch) === 0 };
}

/** Whether a Coder of this version has what came with `since`. */
export function reaches(version: string, since: string): Promised {
  const has = parseVersion(version);
  const [major = 0, minor = 0] = since.split('.').map(Number);
  if (has === undefined) return 'unknown';
  if (has.major !== major) return has.major > major ? 'yes' : 'no';
  if (has.minor === minor && has.unfinished) return 'unknown';
  return has.minor >= minor ? 'yes' : 'no';
}

/** What to tell an operator whose Coder is older than the supported ones. */
export function ageWarning(version: string): string | undefined {
  if (reaches(version, oldestSupportedVersion) !== 'no') return undefined;
  return `Coder ${printable(version)} is older than v${oldestSupportedVersion}, the oldest supported version`;
}

/** A version as it may stand in a message. */
export function printable(version: string): string {
  return version.replace(/[^\x21-\x7e]+/g, '?').slice(0, 80);
}

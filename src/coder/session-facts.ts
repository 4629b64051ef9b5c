import type { Deployment } from './deployment/deployment.ts';
import type { DeploymentVersion } from './deployment/deployment-version.ts';

interface FactSources {
  readonly deployment: Pick<Deployment, 'linkBase'>;
  readonly version: DeploymentVersion;
}

/** What answers depend on besides the JSON of calls. */
export const sessionFacts = {
  /** Where links into Coder's dashboard begin. */
  linkBase: ({ deployment }: FactSources) => deployment.linkBase,
  /** Whether Coder's list of workspaces is known not to be searched by ids. */
  lacksIdSearch: ({ version }: FactSources) => version.has('idSearch') === 'no',
};

export type SessionFacts = { [Name in keyof typeof sessionFacts]: ReturnType<(typeof sessionFacts)[Name]> };

/** A user that a visitor may try the gateway as. */
export interface TrialUser {
  username: string;
  role: string;
  token: string;
}

/** What a page is told of the deployment that the gateway stands in front of. */
export interface PageConfig {
  /** Tells deployments apart: a browser keeps the tabs of each for itself. */
  deployment: string;
  /** Whether the data are those of the embedded Coder. */
  embedded: boolean;
  /** Whether a request without a token acts as somebody. */
  fallbackUser: boolean;
  /** Of the embedded Coder only: whoever opens the page may read it. */
  users: readonly TrialUser[];
}

/** Of a gateway that knows no more of its deployment. */
export const plainPageConfig: PageConfig = { deployment: 'default', embedded: false, fallbackUser: false, users: [] };

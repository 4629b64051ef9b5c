import { Router } from '../http/router.ts';
import type { Lifecycle } from '../state/lifecycle.ts';
import { addAgentRoutes } from './agents.ts';
import { addAuthcheckRoute } from './authcheck.ts';
import { addBuildWrites } from './build-writes.ts';
import { addBuildRoutes } from './builds.ts';
import { addDeploymentRoutes } from './deployment.ts';
import { addJobRoutes } from './jobs.ts';
import { addTemplateVersionRoutes } from './template-versions.ts';
import { addTemplateRoutes } from './templates.ts';
import { addUserRoutes } from './users.ts';
import { addWatchRoutes } from './watch.ts';
import { addWorkspaceWrites } from './workspace-writes.ts';
import { addWorkspaceRoutes } from './workspaces.ts';

/** The table of all routes. */
export function createRouter(lifecycle: Lifecycle, version: string): Router {
  const router = new Router();
  addBuildRoutes(router);
  addBuildWrites(router, lifecycle, version);
  addWorkspaceRoutes(router);
  addWorkspaceWrites(router);
  addJobRoutes(router);
  addWatchRoutes(router, version);
  addDeploymentRoutes(router);
  addUserRoutes(router);
  addTemplateRoutes(router);
  addTemplateVersionRoutes(router);
  addAgentRoutes(router, version);
  addAuthcheckRoute(router);
  return router;
}

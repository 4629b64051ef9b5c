import type { CoderClient } from '../coder/client.ts';
import { CoderReader } from './coder-reader.ts';
import { Comparison, type Findings, noFindings } from './compare.ts';
import { agentLogs, agentMetadata, buildLogs, list, updates } from './feeds.ts';
import { Graph } from './graph.ts';
import * as reads from './reads.ts';
import { type Rest, strings } from './rules.ts';
import { writes } from './writes.ts';

export interface ConformanceOptions {
  /** Of the gateway. */
  url: string;
  coder: CoderClient;
  /** The session token with which both sides are read. */
  token: string;
  /** Name of a workspace of the token's user in which a build is created; nothing is written without it. */
  writesTo?: string | undefined;
  /**
   * Workspaces that are read one by one; the list is walked whole.
   * @default 50
   */
  workspaces?: number;
  /**
   * Builds whose details and logs are compared.
   * @default 20
   */
  builds?: number;
}

export interface ConformanceReport extends Findings {
  /** `Type.field` of all that was asked for. */
  visited: ReadonlySet<string>;
  /** Steps that could not be taken, with the reason. */
  failures: { step: string; reason: string }[];
}

const PAGE = 25;
/** Coder's data moves between two reads; what differs is read again before it counts. */
const TRIES = 3;

/** Reads through the gateway and past it, and compares all that the token can see. */
export async function conformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const { url, coder: client, token, writesTo, workspaces = 50, builds = 20 } = options;
  const sides = { coder: new CoderReader(client, token), graph: new Graph(url, token) };
  const info = await sides.coder.object('/buildinfo');
  const dashboardUrl = String(info?.dashboard_url ?? client.url.href).replace(/\/+$/, '');
  const appHost = strings((await sides.coder.object('/applications/host')) ?? {}, 'host');
  const report: ConformanceReport = { ...noFindings(), visited: sides.graph.visited, failures: [] };
  const step = async (name: string, run: reads.Step, tries = TRIES): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      const comparison = new Comparison({ dashboardUrl, appHost });
      try {
        await run(comparison);
      } catch (error) {
        if (attempt < tries) continue;
        report.failures.push({ step: name, reason: error instanceof Error ? error.message : String(error) });
        return;
      }
      if (comparison.findings.differences.length > 0 && attempt < tries) continue;
      merge(report, comparison.findings);
      return;
    }
  };

  await step('viewer', reads.viewer(sides));
  const rows: Rest[] = [];
  let after: string | null = null;
  do {
    const from: { offset: number; size: number; after: string | null } = { offset: rows.length, size: PAGE, after };
    after = null;
    await step(`workspaces from ${from.offset}`, async (comparison) => {
      const page = await reads.workspacePage(sides, from, comparison);
      after = page.next;
      rows.splice(from.offset, rows.length, ...page.rows);
    });
  } while (after !== null);

  await step('workspaces by status', reads.statusCounts(sides));
  await step('live list of workspaces', list(sides));
  const chosen = rows.slice(0, workspaces);
  for (const row of chosen) {
    await step(`workspace ${strings(row, 'name')}`, reads.workspace(sides, strings(row, 'id')));
  }
  for (const id of new Set(chosen.map((row) => strings(row, 'template_id')))) {
    await step(`template ${id}`, reads.template(sides, id));
  }
  const latest = chosen.map((row) => row.latest_build as Rest).slice(0, builds);
  for (const build of latest) {
    const id = strings(build, 'id');
    await step(`build ${id}`, reads.build(sides, id));
    if ((build.job as Rest).completed_at) await step(`log of build ${id}`, buildLogs(sides, id));
  }
  for (const agent of latest.flatMap(agentsOf).slice(0, builds)) {
    const id = strings(agent, 'id');
    await step(`agent ${id}`, reads.agent(sides, id));
    await step(`log of agent ${id}`, agentLogs(sides, id));
    await step(`metadata of agent ${id}`, agentMetadata(sides, id));
  }
  const [first] = latest.filter((build) => agentsOf(build).length > 0);
  if (first) {
    const buildId = strings(first, 'id');
    await step('nodes', reads.nodes(sides, buildId));
    await step('updates', updates(sides, { buildId, workspaceId: strings(first, 'workspace_id') }));
  }
  if (writesTo !== undefined) {
    await step(
      `writes to ${writesTo}`,
      async (comparison) => {
        const workspace = await sides.coder.object(`/users/me/workspace/${encodeURIComponent(writesTo)}`);
        if (workspace === null) throw new Error('there is no such workspace of this user');
        await writes(sides, strings(workspace, 'id'), comparison);
      },
      1,
    );
  }
  return report;
}

function agentsOf(build: Rest): Rest[] {
  return ((build.resources as Rest[] | undefined) ?? []).flatMap((resource) => (resource.agents as Rest[]) ?? []);
}

function merge(report: Findings, findings: Findings): void {
  report.compared += findings.compared;
  report.differences.push(...findings.differences);
  for (const name of ['unknownKeys', 'unknownValues'] as const) {
    for (const [key, count] of findings[name]) report[name].set(key, (report[name].get(key) ?? 0) + count);
  }
}

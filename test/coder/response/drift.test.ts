import { describe, expect, it } from 'vitest';
import { endpoints } from '../../../src/coder/endpoints.ts';
import { type Drift, DriftDetector } from '../../../src/coder/response/drift.ts';
import { altered } from '../../graph/altered.ts';
import { fullBuild, fullWorkspace } from '../../graph/full.ts';

function driftOf(endpoint: Parameters<DriftDetector['look']>[0], json: unknown): Drift[] {
  const found: Drift[] = [];
  new DriftDetector((drift) => found.push(drift)).look(endpoint, json);
  return found;
}

const route = '/workspacebuilds/{workspacebuild}';

describe('drift', () => {
  it('should be none in what this version knows', () => {
    expect(driftOf(endpoints.build, fullBuild)).toEqual([]);
    expect(driftOf(endpoints.workspace, fullWorkspace)).toEqual([]);
  });

  it.each([
    [['status'], 5, 'mistyped', 'status'],
    [['job', 'queue_position'], 'first', 'mistyped', 'job.queue_position'],
    [['job', 'queue_position'], undefined, 'missing', 'job.queue_position'],
    [['resources', 0, 'agents', 0, 'name'], null, 'missing', 'resources.agents.name'],
    [['resources'], {}, 'mistyped', 'resources'],
    [['job', 'priority'], 1, 'unknown', 'job.priority'],
    [['resources', 0, 'agents', 0, 'apps', 0, 'color'], 'red', 'unknown', 'resources.agents.apps.color'],
  ])('should be found at %j', (path, value, kind, field) => {
    expect(driftOf(endpoints.build, altered(fullBuild, path, value))).toEqual([{ kind, route, field }]);
  });

  it('should be looked for in one answer of a route in a second', () => {
    let now = 0;
    const found: Drift[] = [];
    const detector = new DriftDetector(
      (drift) => found.push(drift),
      () => now,
    );
    const strange = { ...fullBuild, news: true };
    for (let answer = 0; answer < 20; answer++) detector.look(endpoints.build, strange);
    expect(found).toHaveLength(1);
    detector.look(endpoints.workspace, { ...fullWorkspace, news: true });
    expect(found).toHaveLength(2);
    now = 1_000;
    detector.look(endpoints.build, strange);
    expect(found).toHaveLength(3);
  });
});

import type { Flavor, TimingRow, Transition } from './rows.ts';
import { PARTS } from './terraform-log.ts';

/** What Terraform's own trace of a successful build comes to; failed builds store none. */

interface Row {
  from: number;
  to: number;
  stage: string;
  source: string;
  action: string;
  resource: string;
}

/** Rows laid out over the time from `startedAt` to `endedAt`. */
export function terraformTimings(
  flavor: Flavor,
  transition: Transition,
  startedAt: number,
  endedAt: number,
): TimingRow[] {
  const action = transition === 'start' ? 'create' : 'delete';
  const rows: Row[] = [
    total('init', 0.06, 0.24),
    { from: 0.06, to: 0.065, stage: 'init', source: '', action: 'load', resource: 'backend' },
    { from: 0.066, to: 0.12, stage: 'init', source: '', action: 'load', resource: 'modules' },
    { from: 0.12, to: 0.239, stage: 'init', source: '', action: 'load', resource: 'provider plugins' },
    total('plan', 0.32, 0.44),
    { from: 0.39, to: 0.391, stage: 'plan', source: 'coder', action: 'read', resource: 'data.coder_workspace.me' },
    {
      from: 0.396,
      to: 0.404,
      stage: 'plan',
      source: flavor,
      action: 'state refresh',
      resource: PARTS[flavor].disk,
    },
    total('apply', 0.53, 0.74),
    { from: 0.59, to: 0.73, stage: 'apply', source: flavor, action, resource: PARTS[flavor].compute },
    total('graph', 0.84, 0.99),
  ];
  if (transition === 'start') {
    rows.push({
      from: 0.585,
      to: 0.5852,
      stage: 'apply',
      source: 'coder',
      action: 'create',
      resource: 'module.code-server[0].coder_app.code-server',
    });
  }
  const at = (share: number): number => Math.floor(startedAt + (endedAt - startedAt) * share);
  return rows.map(({ from, to, ...row }) => ({ startedAt: at(from), endedAt: at(to), ...row }));
}

function total(stage: string, from: number, to: number): Row {
  return { from, to, stage, source: 'coder', action: 'terraform', resource: `coder_stage_${stage}` };
}

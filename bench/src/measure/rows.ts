import { type RatioTarget, ratioTarget, type Target } from '../report/target.ts';
import { callsRow } from './calls-row.ts';
import { feedRows } from './feed-rows.ts';
import { hundredRow } from './hundred-row.ts';
import { latencyRow } from './latency-row.ts';
import { listOfFifty, oneWorkspace, type Question, questions, twentyWorkspaces } from './questions.ts';
import { readRow } from './read-row.ts';
import type { Row } from './row.ts';
import { startRow } from './start-row.ts';

const names: Record<string, string> = {
  r: 'R',
  p: 'P',
  tailcall: 'Tailcall',
  mesh: 'Mesh',
  apollo: 'Apollo',
  yoga: 'yoga',
};

function cpu(what: string, of: string, to: string, atMost: number): Target {
  const target: RatioTarget = { what, of, to, value: 'cpu', atMost, name: names[to] ?? to };
  return ratioTarget(target);
}

const peers = ['r', 'p', 'tailcall', 'yoga', 'mesh', 'apollo', 'cold', 'gateway', 'baseline'];
const withoutP = peers.filter((key) => key !== 'p');

/** The gateway's two forms stand in one row: "cache off" is the cold read, and as it comes is the warm one. */
const unchanged = (question: Question, servers: readonly string[], targets: readonly Target[]): Row =>
  readRow({ key: question.key, title: `${question.title}, upstream unchanged`, question, servers, targets });

const changed = (question: Question): Row =>
  readRow({
    key: `changed-${question.key}`,
    title: `${question.title}, one build changed each time`,
    question,
    servers: ['r', 'cold', 'gateway', 'baseline'],
    change: question.operation === 'One' ? 'builds' : 'workspaces',
    targets: [cpu('warm, one build changed', 'gateway', 'r', 0.5)],
  });

const traces = readRow({
  key: 'traces',
  title: `${oneWorkspace.title}, with a span for each operation and call and without`,
  question: oneWorkspace,
  servers: ['cold', 'traced'],
  base: 'cold',
  targets: [],
});

/** The rows of the table of targets. */
export const rows: readonly Row[] = [
  unchanged(oneWorkspace, peers, [
    cpu('cold', 'cold', 'r', 1.6),
    cpu('cold', 'cold', 'tailcall', 0.75),
    cpu('cold', 'cold', 'apollo', 0.25),
    cpu('cold', 'cold', 'mesh', 0.25),
    cpu('warm', 'gateway', 'r', 0.35),
    ratioTarget({ what: 'RSS serving cold', of: 'cold', to: 'r', value: 'rss', atMost: 1.2, name: 'R' }),
  ]),
  unchanged(twentyWorkspaces, withoutP, [
    cpu('cold', 'cold', 'r', 1.5),
    cpu('cold', 'cold', 'tailcall', 0.7),
    cpu('warm', 'gateway', 'r', 0.35),
    ratioTarget({ what: 'RSS serving cold', of: 'cold', to: 'r', value: 'rss', atMost: 1.2, name: 'R' }),
  ]),
  unchanged(listOfFifty, peers, [
    cpu('cold', 'cold', 'r', 1.5),
    cpu('cold', 'cold', 'tailcall', 0.4),
    cpu('warm', 'gateway', 'p', 2),
    ratioTarget({ what: 'RSS serving cold', of: 'cold', to: 'r', value: 'rss', atMost: 1.2, name: 'R' }),
  ]),
  changed(oneWorkspace),
  changed(twentyWorkspaces),
  changed(listOfFifty),
  hundredRow,
  ...questions.map(latencyRow),
  callsRow,
  startRow,
  traces,
  ...feedRows,
];

/** What `--quick` measures unless rows are named: one of each kind. */
export const quickRows: readonly string[] = [
  '1ws',
  '20ws',
  'list',
  'changed-1ws',
  'latency-1ws',
  'calls',
  'start',
  'feed-1000x10',
  'feed-500',
];

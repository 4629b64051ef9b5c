import { isDeepStrictEqual } from 'node:util';
import { template, templateVersion } from '../coder/rest/template.ts';
import { user } from '../coder/rest/user.ts';
import type { Rest, Rule, RuleContext } from './rules.ts';
import { type SelectionOptions, selectedRules } from './selection.ts';
import { typeRules } from './types/types.ts';

export interface Difference {
  /** Where it is, such as `workspace(dev).latestBuild.job.status`. */
  where: string;
  /** What Coder's JSON says. */
  rest: unknown;
  /** What the graph says. */
  graph: unknown;
}

/** What a comparison found. */
export interface Findings {
  compared: number;
  differences: Difference[];
  /** `Type.key` of keys that no rule reads, with how often they were seen. */
  unknownKeys: Map<string, number>;
  /** `Type.field: value` of enum values that the graph does not know, with how often they were seen. */
  unknownValues: Map<string, number>;
}

export function noFindings(): Findings {
  return { compared: 0, differences: [], unknownKeys: new Map(), unknownValues: new Map() };
}

/** Longer than a provisioner or an agent stays silent. */
const HEARTBEAT_MS = 60_000;

/** Keys that Coder sends and the graph leaves out on purpose. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  // The agent around it.
  AgentLogSource: ['workspace_agent_id'],
  Template: [...template.unused],
  TemplateVersion: [...templateVersion.unused],
  User: [...user.unused],
};

/** Holds objects of the graph against objects of Coder's JSON, value by value. */
export class Comparison {
  readonly findings = noFindings();
  readonly #context: RuleContext;

  constructor(context: RuleContext) {
    this.#context = context;
  }

  object(type: string, rest: Rest | null, graph: unknown, where: string, options: SelectionOptions = {}): void {
    if (rest === null || graph === null || typeof graph !== 'object') {
      this.value(rest, graph, where);
      return;
    }
    const rules = selectedRules(type, options);
    for (const [name, rule] of rules) {
      this.#field(type, name, rule, rest, (graph as Rest)[name], `${where}.${name}`);
    }
    if (options.only === undefined) this.#keys(type, rest);
  }

  #field(type: string, name: string, rule: Rule, rest: Rest, graph: unknown, where: string): void {
    const expected = rule.expected(rest, this.#context);
    if (rule.type !== undefined && Array.isArray(expected)) {
      const items = expected.map((item) => withParent(type, rule.type ?? '', item as Rest, rest));
      this.#list(rule, rule.type, items, graph, where);
    } else if (rule.type !== undefined) {
      this.object(rule.type, withParent(type, rule.type, expected as Rest | null, rest), graph, where, rule);
    } else if (rule.kind === 'enum') this.#enumeration(`${type}.${name}`, expected, graph, where);
    else if (rule.kind === 'present') this.value(expected === null, graph === null || graph === undefined, where);
    else if (rule.kind === 'moving' && typeof expected === 'string' && typeof graph === 'string') {
      this.value(true, Math.abs(Date.parse(expected) - Date.parse(graph)) < HEARTBEAT_MS, where);
    } else if (rule.kind === 'moving' && typeof expected === 'number' && typeof graph === 'number') {
      this.value(true, Math.abs(expected - graph) * 1_000 < HEARTBEAT_MS, where);
    } else if (rule.kind === 'number' && typeof expected === 'number' && typeof graph === 'number') {
      // Dates end at milliseconds, Coder's times at microseconds.
      this.value(true, Math.abs(expected - graph) < 1, where);
    } else this.value(expected, graph, where);
  }

  #list(rule: Rule, type: string, rest: readonly (Rest | null)[], graph: unknown, where: string): void {
    if (!Array.isArray(graph) || graph.length !== rest.length) {
      const length = Array.isArray(graph) ? `${graph.length} items` : graph;
      this.findings.differences.push({ where, rest: `${rest.length} items`, graph: length });
      return;
    }
    rest.forEach((item, index) => {
      this.object(type, item, graph[index], `${where}[${index}]`, rule);
    });
  }

  #enumeration(coordinate: string, expected: unknown, graph: unknown, where: string): void {
    if (Array.isArray(expected) && Array.isArray(graph)) {
      this.value(expected.length, graph.length, where);
      expected.forEach((value, index) => {
        this.#enumeration(coordinate, value, graph[index], `${where}[${index}]`);
      });
      return;
    }
    if (graph === 'UNKNOWN') {
      this.findings.compared++;
      count(this.findings.unknownValues, `${coordinate}: ${String(expected)}`);
    } else {
      this.value(expected === null ? null : enumName(String(expected)), graph, where);
    }
  }

  /** One value of each side. */
  value(rest: unknown, graph: unknown, where: string): void {
    this.findings.compared++;
    if (!isDeepStrictEqual(rest, graph)) this.findings.differences.push({ where, rest, graph });
  }

  #keys(type: string, rest: Rest): void {
    // Pages and edges are the walker's own objects.
    if (/(Connection|Edge|PageInfo)$/.test(type)) return;
    const rules = Object.values(typeRules[type] ?? {});
    const known = new Set([...rules.flatMap(({ keys }) => keys), ...(LEFT_OUT[type] ?? []), 'build']);
    for (const key of Object.keys(rest)) {
      if (!known.has(key)) count(this.findings.unknownKeys, `${type}.${key}`);
    }
  }
}

/** What leads back to what holds it, which the JSON does not say. */
function withParent(type: string, inner: string, value: Rest | null, parent: Rest): Rest | null {
  if (value === null) return value;
  if (type === 'Resource' && inner === 'Agent') return { ...value, build: parent.build };
  if (type === 'Agent' && inner === 'App') return { ...value, agent: parent };
  if (type !== 'Build') return value;
  if (inner === 'Job') return { ...value, build: parent, resources: parent.resources };
  return inner === 'Resource' ? { ...value, build: parent } : value;
}

/** `slim-window` is SLIM_WINDOW, `list(string)` is LIST_STRING. */
function enumName(value: string): string {
  return value.toUpperCase().replace(/\)$/, '').replaceAll(/[-(]/g, '_');
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

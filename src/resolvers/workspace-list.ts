import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult, GraphQLResolveInfo } from 'graphql';
import type { Workspace, WorkspacePage } from '../coder/model.ts';
import { isInvalid, itemsOf, take, takeItem } from '../coder/response/check.ts';
import type { InvalidValueError } from '../coder/response/invalid-value.ts';
import { isSameJson } from '../coder/response/same-json.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { workspaces as ofPage, workspace as ofWorkspace } from '../coder/rest/workspace.ts';
import type { ErrorCode } from '../errors.ts';
import type { StateEvents } from '../feeds/watch/state-reader.ts';
import type { WorkspaceNode } from '../loaders/nodes.ts';
import { dataOf, digestOf, errorsWithItems, itemDigests } from '../plan/changes.ts';
import { problemOf } from '../plan/invalid-items.ts';
import { type SelectedField, selectionOf } from '../plan/selection.ts';
import type { RequestContext } from './context.ts';
import { encodeNodeId } from './ids.ts';

/** What differs between a page and what the subscriber has, as far as that is known before the rows are executed. */
export interface WorkspaceListChange {
  page: WorkspacePage;
  /** Rows that are new or whose JSON differs; what they show may be the same. */
  changed: WorkspaceNode[];
  /** Global ids. */
  left: string[];
  order: string[] | null;
  /** Rows that cannot be shown. */
  omitted: InvalidValueError[];
}

interface Row {
  id: Uuid;
  json: Workspace;
  node: WorkspaceNode;
}

interface SentRow {
  /** Undefined when something of it failed: it is tried again with the next event. */
  json: Workspace | undefined;
  /** Of what was sent of it, by the response keys of `changed`. */
  digests: ReadonlyMap<string, string>;
}

/** The page as one subscriber has it. Rows are in the order of the page. */
class SentPage {
  rows: ReadonlyMap<Uuid, SentRow> = new Map();
  totalCount: unknown;
  isFirst = true;
  /** Of the last event, when it failed as a whole. What follows is compared with what was sent before it. */
  failure: string | undefined;
  /** Whether something of the last event failed that may soon go well. */
  isIncomplete = false;
}

/** Makes the events of one subscription, each of a page and of what was sent before. */
export class WorkspaceListEvents implements StateEvents<WorkspacePage, WorkspaceListEvent> {
  readonly #sent = new SentPage();

  eventOf(page: WorkspacePage): WorkspaceListEvent {
    return new WorkspaceListEvent(page, this.#sent);
  }

  isIncomplete(): boolean {
    return this.#sent.isIncomplete;
  }
}

/** What fails for the state that Coder is in. Other failures are the same at the next try. */
const PASSING = new Set<unknown>(['RATE_LIMITED', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE'] satisfies ErrorCode[]);

/** A page that a subscriber gets, as the difference to the one before. */
export class WorkspaceListEvent {
  readonly #page: WorkspacePage;
  readonly #sent: SentPage;
  #resolved: { rows: readonly Row[]; changed: readonly Row[]; fields: readonly SelectedField[] } | undefined;

  constructor(page: WorkspacePage, sent: SentPage) {
    this.#page = page;
    this.#sent = sent;
  }

  /** What is to be executed of it. */
  resolve(context: RequestContext, info: GraphQLResolveInfo): WorkspaceListChange {
    const fields = [...selectionOf(info).fieldsOf().values()];
    const { rows, omitted } = rowsOf(this.#page, fields, context);
    const before = this.#sent.rows;
    const changed = rows.filter(({ id, json }) => !isSame(before.get(id)?.json, json));
    for (const { json } of changed) context.loaders.workspaces.primeFrom(json);
    this.#resolved = { rows, changed, fields };
    const ids = rows.map(({ id }) => id);
    return {
      page: this.#page,
      changed: changed.map(({ node }) => node),
      left: [...before.keys()].filter((id) => !ids.includes(id)).map(globalId),
      order: !this.#sent.isFirst && isDeepStrictEqual([...before.keys()], ids) ? null : ids.map(globalId),
      omitted,
    };
  }

  /** What of the result of its execution the subscriber does not have; it is taken as sent. */
  news(result: ExecutionResult): ExecutionResult | undefined {
    const sent = this.#sent;
    sent.isIncomplete = result.errors?.some(({ extensions }) => PASSING.has(extensions.code)) ?? false;
    if (!result.data || !this.#resolved) {
      const failure = digestOf(result);
      const isNews = failure !== sent.failure;
      sent.failure = failure;
      return isNews ? result : undefined;
    }
    const { rows, changed, fields } = this.#resolved;
    const data = dataOf(result);
    const [[root, value]] = Object.entries(data) as [[string, Record<string, unknown>]];
    const { errors: all, ...rest } = result;
    let errors = all ?? [];
    let isNews = sent.isFirst || sent.failure !== undefined;
    const digests = new Map(changed.map(({ id }) => [id, new Map<string, string>()]));
    const failures = new Set<Uuid>();
    for (const { key, name } of fields) {
      const shown = value[key];
      if (name === 'changed') {
        const items = shown as unknown[];
        const places: number[] = [];
        itemDigests(items, [root, key], errors).forEach(({ digest, failed }, place) => {
          const { id } = changed[place] as Row;
          if (failed) failures.add(id);
          if (sent.rows.get(id)?.digests.get(key) !== digest) places.push(place);
          digests.get(id)?.set(key, digest);
        });
        value[key] = places.map((place) => items[place]);
        errors = errorsWithItems(errors, [root, key], places);
        isNews ||= places.length > 0;
      } else if (name === 'left') isNews ||= (shown as unknown[]).length > 0;
      else if (name === 'order') isNews ||= shown !== null;
      else if (name === 'totalCount') {
        isNews ||= shown !== sent.totalCount;
        sent.totalCount = shown;
      }
    }
    const before = sent.rows;
    sent.rows = new Map(
      rows.map(({ id, json }) => [
        id,
        { json: failures.has(id) ? undefined : json, digests: digests.get(id) ?? before.get(id)?.digests ?? NONE },
      ]),
    );
    sent.isFirst = false;
    sent.failure = undefined;
    if (!isNews) return undefined;
    return errors.length > 0 ? { errors, ...rest, data } : { ...rest, data };
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

const globalId = (id: Uuid) => encodeNodeId('Workspace', id);

/** The rows of a page that can be shown with all that is selected of them. */
function rowsOf(
  page: WorkspacePage,
  fields: readonly SelectedField[],
  context: RequestContext,
): { rows: Row[]; omitted: InvalidValueError[] } {
  const selections = fields.flatMap(({ name, selection }) => (name === 'changed' && selection ? [selection] : []));
  const rows = new Map<Uuid, Row>();
  const omitted: InvalidValueError[] = [];
  const list = ofPage.read(page, 'workspaces');
  for (const raw of itemsOf(list)) {
    const json = takeItem(list, raw, ofWorkspace, 'workspaces') as Workspace | InvalidValueError;
    const id = isInvalid(json) ? json : take(json, ofWorkspace.fields.id);
    const node = isInvalid(json) ? undefined : context.loaders.workspace(json);
    const problem = isInvalid(id) ? id : problemOf(selections, node, context);
    if (problem) omitted.push(problem);
    else if (node) rows.set(id as Uuid, { id: id as Uuid, json: json as Workspace, node });
  }
  return { rows: [...rows.values()], omitted };
}

/** Whom a workspace is shared with has no order at Coder. */
function isSame(before: Workspace | undefined, after: Workspace): boolean {
  if (before === after) return true;
  return before !== undefined && isSameJson(inOrder(before), inOrder(after));
}

function inOrder(json: Workspace): object {
  return { ...json, shared_with: ofWorkspace.peek(json, 'shared_with') };
}

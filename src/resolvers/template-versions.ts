import type { GraphQLResolveInfo } from 'graphql';
import type { TemplateVersion } from '../coder/model.ts';
import { isInvalid, itemsOf, takeItem } from '../coder/response/check.ts';
import type { InvalidValueError } from '../coder/response/invalid-value.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { templateVersion as ofVersion } from '../coder/rest/template.ts';
import { badInput } from '../errors.ts';
import { type ListWindow, lastRows, type ReadRows } from '../loaders/list-end.ts';
import { ReadTemplateVersionNode, type TemplateNode } from '../loaders/template-nodes.ts';
import { isShowable, itemSelections, reportOmittedItem } from '../plan/invalid-items.ts';
import { DEFAULT_PAGE, MAX_PAGE, pageSize } from './arguments.ts';
import { durationMs } from './build.ts';
import type { RequestContext } from './context.ts';
import { type Page, type PageArguments, pageInfoOf } from './pages.ts';

/** Versions that are read at once while the newest are looked for. */
const BATCH = MAX_PAGE + 1;

/** What Coder sorts versions by. */
interface Key {
  createdAt: string;
  id: Uuid;
}

/** A version and its place in Coder's list, which has the oldest first. */
type Row = { place: number; version: TemplateVersion; key: Key } | { place: number; problem: InvalidValueError };

type Read = ReadRows<Row>;

/**
 * A page of a template's versions, newest first. Coder lists the oldest first and does not say how many there are, so
 * the end of its list is looked for; a cursor then tells the place, and what it was created at, by which a page is
 * right even when versions before it were archived.
 */
export async function versionPage(
  { id }: TemplateNode,
  args: PageArguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<ReadTemplateVersionNode> | null> {
  const first = pageSize('first', args.first, MAX_PAGE) ?? DEFAULT_PAGE;
  const cursor = cursorOf(id, args.after);
  const read: Read = (offset, limit) => rowsOf(id, offset, limit, context);
  const start = cursor ? await rowsUpTo(cursor.place, first, cursor.key, read) : await lastRows(read, BATCH);
  if (!start) return null;
  const isBehind = (row: Row) => !cursor || ('key' in row ? isOlder(row.key, cursor.key) : row.place < cursor.place);
  let rows = start.rows.filter(isBehind);
  let { offset } = start;
  const readable = () => rows.filter((row) => 'key' in row);
  while (readable().length <= first && offset > 0) {
    const limit = Math.min(offset, first + 1 - readable().length);
    offset -= limit;
    const below = await read(offset, limit);
    if (!below) return null;
    const oldest = readable()[0]?.key ?? cursor?.key;
    rows = [...below.filter((row) => !('key' in row) || !oldest || isOlder(row.key, oldest)), ...rows];
  }

  const found = readable().reverse();
  const page = found.slice(0, first);
  const end = page.at(-1);
  const hasMore = found.length > first;
  for (const row of rows)
    if ('problem' in row && (!hasMore || (end && row.place > end.place))) reportOmittedItem(row.problem, context, info);
  const selections = itemSelections(info);
  const edges = page
    .map(({ place, key, version }) => ({ cursor: encode(id, place, key), node: new ReadTemplateVersionNode(version) }))
    .filter(({ node }) => isShowable(selections, node, context, info));
  const pageInfo = pageInfoOf(edges, hasMore, cursor !== undefined);
  // Versions that cannot be shown were read all the same: the next page begins behind them.
  if (end) pageInfo.endCursor = encode(id, end.place, end.key);
  return { edges, pageInfo };
}

/** The rows around a place, up to what is not older than a key or to the end of the list. */
async function rowsUpTo(place: number, first: number, key: Key, read: Read): Promise<ListWindow<Row> | null> {
  const offset = Math.max(0, place - first - 1);
  let limit = place - offset + 1;
  const rows: Row[] = [];
  for (;;) {
    const more = await read(offset + rows.length, limit);
    if (!more) return null;
    rows.push(...more);
    const last = rows.findLast((row) => 'key' in row);
    if (more.length < limit || (last && !isOlder(last.key, key))) return { offset, rows };
    limit = BATCH;
  }
}

async function rowsOf(
  template: Uuid,
  offset: number,
  limit: number,
  { loaders }: RequestContext,
): Promise<Row[] | null> {
  const list = await loaders.versionPages.load({ template, offset, limit });
  return (
    list &&
    itemsOf(list).map((raw, index) => {
      const place = offset + index;
      try {
        const version = takeItem(list, raw, ofVersion, 'the answer');
        if (isInvalid(version)) throw version;
        const json = version as TemplateVersion;
        const key = { createdAt: ofVersion.read(json, 'created_at') ?? '', id: ofVersion.read(json, 'id') };
        loaders.templateVersions.prime(key.id, json);
        return { place, version: json, key };
      } catch (problem) {
        if (isInvalid(problem)) return { place, problem };
        throw problem;
      }
    })
  );
}

function isOlder(a: Key, b: Key): boolean {
  if (a.createdAt === b.createdAt) return a.id < b.id;
  return durationMs(a.createdAt, b.createdAt) > 0;
}

function encode(template: Uuid, place: number, { createdAt, id }: Key): string {
  return Buffer.from(`versions:${template} ${place} ${createdAt} ${id}`).toString('base64url');
}

/** Throws `BAD_USER_INPUT` unless the cursor came from this connection. */
function cursorOf(template: Uuid, after: string | null | undefined): { place: number; key: Key } | undefined {
  if (after === null || after === undefined) return undefined;
  const text = Buffer.from(after, 'base64url').toString('utf8');
  const match = /^versions:(\S+) (\d{1,9}) ([\d.:TZ+-]{20,40}) ([\da-f-]{36})$/.exec(text);
  const [, from, place, createdAt = '', id = ''] = match ?? [];
  const key = { createdAt, id };
  const isRight = from === template && !Number.isNaN(Date.parse(createdAt));
  if (!isRight || encode(template, Number(place), key) !== after)
    throw badInput('after', 'a cursor of this connection', after);
  return { place: Number(place), key };
}

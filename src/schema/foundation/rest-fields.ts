import type { GraphQLResolveInfo } from 'graphql';
import {
  type Fields,
  ListCheck,
  type NamedField,
  type ObjectCheck,
  type RestList,
  type RestObject,
  type ValueOf,
} from '../../coder/response/check.ts';
import type { ComputedMapping, Mapping, RestPath, View } from '../../plan/mapping.ts';
import { resolverOf } from '../../plan/resolver.ts';
import type { RequestContext } from '../../resolvers/context.ts';
import { encodeNodeId } from '../../resolvers/ids.ts';

type Open<F extends Fields, Missing extends boolean> =
  | RestObject<F>
  | Promise<RestObject<F> | (Missing extends true ? null : never)>
  | (Missing extends true ? null : never);

export interface RestView<Node, F extends Fields, Missing extends boolean> extends View<Node, F> {
  readonly missing: Missing;
}

/** The JSON that a node was made from. */
export function ownView<F extends Fields, Node = RestObject<F>>(
  check: ObjectCheck<F>,
  json: (node: Node) => RestObject<F>,
): RestView<Node, F, false> {
  return { name: 'own', own: true, missing: false, check, open: json };
}

/** JSON that a node knows, or knows how to get, besides what it was made from. `isAtHand`: without a call. */
export function otherView<F extends Fields, Node, Missing extends boolean>(
  name: string,
  check: ObjectCheck<F>,
  missing: Missing,
  json: (node: Node) => Open<F, Missing>,
  isAtHand: (node: Node) => boolean,
): RestView<Node, F, Missing> {
  return { name, own: false, missing, check, open: json, isAtHand };
}

/** What stands in the schema of a field. `nullable` follows from the check, and can be widened. */
interface Options {
  type: unknown;
  /** What the field is. The REST key that it shows is added, unless the text has its own `REST:`. */
  description?: string;
  nullable?: boolean;
  deprecationReason?: string;
}

/** What `t.field` of Pothos takes. `Value` is what the field shows, by which Pothos checks `Type` and `Nullable`. */
interface RestField<Node, O extends Options, Default extends boolean, Value> {
  type: O['type'] extends readonly [infer Item] ? [Item] : O['type'];
  nullable: O['nullable'] extends boolean ? O['nullable'] : Default;
  description: string;
  deprecationReason?: string;
  extensions: { rest: Mapping };
  resolve: (node: Node, args: object, context: RequestContext, info: GraphQLResolveInfo) => Value | Promise<Value>;
}

/** A list of plain values without those that are wrong. */
type Shown<Value> = Value extends RestList<infer Item> ? readonly Item[] : Value;
type OrNull<Value, Missing extends boolean> = Missing extends true ? Value | null : Value;
type MayBeNull<F extends Fields, Key extends keyof F, Missing extends boolean> =
  null extends OrNull<ValueOf<F[Key]>, Missing> ? true : false;
type KeyOf<F extends Fields> = keyof F & string;
type Values<F extends Fields, Keys extends readonly KeyOf<F>[]> = { [Index in keyof Keys]: ValueOf<F[Keys[Index]]> };
type FieldsOf<Value> = NonNullable<Value> extends RestObject<infer F> ? F : never;
type ItemOf<Value> = NonNullable<Value> extends RestList<infer Item> ? Item : never;

/** Makes the fields of a type that show values of one view: each with its mapping, its resolver and its description. */
export class RestFields<Node, F extends Fields, Missing extends boolean> {
  readonly #view: RestView<Node, F, Missing>;
  readonly #within: RestPath;
  readonly #check: ObjectCheck<F>;

  constructor(view: RestView<Node, F, Missing>, within: RestPath = [], check: ObjectCheck<F> = view.check) {
    this.#view = view;
    this.#within = within;
    this.#check = check;
  }

  /** The fields of an object inside, which is always there. */
  within<Key extends KeyOf<F>>(key: Key): RestFields<Node, FieldsOf<ValueOf<F[Key]>>, Missing> {
    const path = this.#path(key);
    const { check } = this.#check.fields[key];
    return new RestFields(this.#view as never, path, check as never);
  }

  /** One value, or a list of plain values. */
  value<Key extends KeyOf<F>, const O extends Options>(
    key: Key,
    options: O,
  ): RestField<Node, O, MayBeNull<F, Key, Missing>, OrNull<Shown<ValueOf<F[Key]>>, Missing>> {
    const isList = this.#check.fields[key].check instanceof ListCheck;
    return this.#field({ kind: isList ? 'list' : 'value', view: this.#view, path: this.#path(key) }, key, options);
  }

  /** An object. `node` makes its node from its JSON where that is more than the JSON. */
  object<Key extends KeyOf<F>, const O extends Options, Child = NonNullable<ValueOf<F[Key]>>>(
    key: Key,
    options: O,
    node?: (json: NonNullable<ValueOf<F[Key]>>, parent: Node, context: RequestContext) => Child,
  ): RestField<Node, O, MayBeNull<F, Key, Missing>, OrNull<Child | Extract<ValueOf<F[Key]>, null>, Missing>> {
    return this.#field(
      { kind: 'object', view: this.#view, path: this.#path(key), ...(node && { node }) },
      key,
      options,
    );
  }

  /** A list of objects. */
  list<Key extends KeyOf<F>, const O extends Options, Child = ItemOf<ValueOf<F[Key]>>>(
    key: Key,
    options: O,
    node?: (json: ItemOf<ValueOf<F[Key]>>, parent: Node) => Child,
  ): RestField<
    Node,
    O,
    MayBeNull<F, Key, Missing>,
    OrNull<readonly Child[] | Extract<ValueOf<F[Key]>, null>, Missing>
  > {
    return this.#field({ kind: 'list', view: this.#view, path: this.#path(key), ...(node && { node }) }, key, options);
  }

  /** A list of what each item of another list has in a list of its own: in order, without the items between. */
  listOfEach<
    Key extends KeyOf<F>,
    InnerKey extends KeyOf<FieldsOf<ItemOf<ValueOf<F[Key]>>>>,
    const O extends Options,
    Holder,
    Child,
  >(
    keys: readonly [Key, InnerKey],
    options: O,
    node: (json: ItemOf<ValueOf<F[Key]>>, parent: Node) => Holder,
    innerNode: (json: ItemOf<ValueOf<FieldsOf<ItemOf<ValueOf<F[Key]>>>[InnerKey]>>, parent: Holder) => Child,
  ): RestField<Node, O, Missing, OrNull<readonly Child[], Missing>> {
    const list = this.#check.fields[keys[0]] as NamedField;
    const item = (list.check as ListCheck<unknown, unknown>).item as ObjectCheck<Fields>;
    const view: View = { name: 'own', own: true, check: item, open: (json) => json };
    const inner = { kind: 'list', view, path: [item.fields[keys[1]] as NamedField], node: innerNode };
    return this.#field({ kind: 'list', view: this.#view, path: this.#path(keys[0]), node, inner }, undefined, options);
  }

  /** What is computed from the values of some keys, and from the node. Pure; its description names the keys itself. */
  computed<const Keys extends readonly KeyOf<F>[], const O extends Options, Value>(
    keys: Keys,
    options: O,
    compute: (values: Values<F, Keys>, node: Node, context: RequestContext, json: RestObject<F>) => Value,
  ): RestField<Node, O, Missing, OrNull<Value, Missing>> {
    const reads = keys.map((key) => this.#path(key));
    return this.#field({ kind: 'computed', view: this.#view, reads, compute }, undefined, options);
  }

  /** The same JSON and the same node as an object of another type. */
  itself<const O extends Options>(options: O): RestField<Node, O, Missing, OrNull<Node, Missing>> {
    const node = (_: unknown, parent: Node) => parent;
    return this.#field({ kind: 'object', view: this.#view, path: [], node }, undefined, options);
  }

  /** The global id of a node: made from the value of its `id`, or of that and what holds it. */
  globalId(type: string, idOf: (id: ValueOf<F['id']>, node: Node) => string) {
    const path = this.#path('id' as KeyOf<F>);
    return globalId<Node>({ view: this.#view, reads: [path] }, type, ([id], node) => idOf(id as never, node));
  }

  #path(key: KeyOf<F>): RestPath {
    return [...this.#within, this.#check.fields[key] as NamedField];
  }

  #field<O extends Options, Default extends boolean, Value>(
    mapping: object,
    key: string | undefined,
    options: O,
  ): RestField<Node, O, Default, Value> {
    return mapped(mapping as Mapping, described(options.description, key), options);
  }
}

function mapped<Node, O extends Options, Default extends boolean, Value>(
  rest: Mapping,
  description: string,
  { type, nullable, deprecationReason }: O,
): RestField<Node, O, Default, Value> {
  return {
    type: type as never,
    nullable: (nullable ?? isNullable(rest)) as never,
    description,
    ...(deprecationReason !== undefined && { deprecationReason }),
    extensions: { rest },
    resolve: resolverOf(rest) as never,
  };
}

/** What a node knows whatever it was made from. Pure; it may throw an `InvalidValueError`. */
export function fromNode<Node, const O extends Options, Value>(
  options: O,
  compute: (node: Node, context: RequestContext) => Value,
): RestField<Node, O, false, Value> {
  const mapping: ComputedMapping = {
    kind: 'computed',
    reads: [],
    compute: (_, node, context) => compute(node, context),
  };
  return mapped(mapping, options.description ?? '', options);
}

/** The global id of a node that knows its id itself. */
export function nodeId<Node>(type: string, idOf: (node: Node) => string) {
  return globalId<Node>({ reads: [] }, type, (_, node) => idOf(node));
}

/** Options of the id of `builder.node`, which encodes what the resolver gives. */
function globalId<Node>(
  source: Pick<ComputedMapping, 'view' | 'reads'>,
  type: string,
  idOf: (values: readonly unknown[], node: Node) => string,
) {
  const plain: ComputedMapping = { kind: 'computed', ...source, compute: idOf };
  const encoded: ComputedMapping = { ...plain, compute: (values, node) => encodeNodeId(type, idOf(values, node)) };
  const resolve = resolverOf(plain);
  return {
    description: 'Global id.',
    extensions: { rest: encoded },
    resolve: (node: Node, args: object, context: RequestContext, info: GraphQLResolveInfo) =>
      resolve(node, args, context, info) as string,
  };
}

function isNullable(mapping: Mapping): boolean {
  if ((mapping.view as RestView<never, Fields, boolean> | undefined)?.missing) return true;
  return mapping.kind !== 'computed' && mapping.path.some(({ need }) => need === 'optional');
}

function described(text: string | undefined, key: string | undefined): string {
  if (key === undefined || text?.includes('REST:')) return text ?? '';
  return text === undefined ? `REST: \`${key}\`.` : `${text.replace(/\.$/, '')} (REST: \`${key}\`).`;
}

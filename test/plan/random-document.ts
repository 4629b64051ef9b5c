import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  type ValidationRule,
  validate,
} from 'graphql';
import { type ArgumentValue, literal, pick, type Random, randomValue } from './random-values.ts';

export interface RandomOperation {
  text: string;
  /** Sets of variables that the operation can be executed with. */
  variables: Record<string, unknown>[];
  operationName: string | undefined;
}

export interface RandomDocumentOptions {
  kind?: 'query' | 'mutation' | 'subscription';
  argumentValue?: ArgumentValue;
  /** Levels of selections. @default 5 */
  maxDepth?: number;
  /** Fields of the document. @default 30 */
  maxFields?: number;
  /** Whether fragments are deferred and lists streamed, here and there. @default false */
  incremental?: boolean;
  /** What a document must not break. @default the rules of graphql-js */
  rules?: readonly ValidationRule[];
}

/**
 * A valid document for a schema, with all that decides which fields are executed: aliases, equal keys that merge,
 * fragments of interfaces, unions and types, conditions and arguments by literals, variables and defaults.
 */
export function randomOperation(
  schema: GraphQLSchema,
  random: Random,
  options: RandomDocumentOptions = {},
): RandomOperation {
  for (;;) {
    const operation = new Generator(schema, random, options).operation();
    // Fragments may merge what cannot be merged; such a document never reaches an executor.
    if (validate(schema, parse(operation.text), options.rules).length === 0) return operation;
  }
}

class Generator {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #options: RandomDocumentOptions;
  readonly #fragments = new Map<string, { type: GraphQLCompositeType; text: string }>();
  readonly #variables = new Map<string, { text: string; type: GraphQLInputType; value: () => unknown }>();
  /** By `Type.field`: its arguments where it has no alias, since equal keys must have equal arguments. */
  readonly #plainArguments = new Map<string, string>();
  #fieldsLeft: number;
  #names = 0;

  constructor(schema: GraphQLSchema, random: Random, options: RandomDocumentOptions) {
    this.#schema = schema;
    this.#random = random;
    this.#options = options;
    this.#fieldsLeft = options.maxFields ?? 30;
  }

  operation(): RandomOperation {
    const { kind = 'query', maxDepth = 5 } = this.#options;
    const root = this.#schema.getRootType(kind as never) as GraphQLObjectType;
    const selection = this.#selection(root, maxDepth);
    const fragments = [...this.#fragments].map(([name, { type, text }]) => `fragment ${name} on ${type.name} ${text}`);
    const definitions = [...this.#variables.values()].map(({ text }) => text).join(', ');
    const named = this.#chance(3);
    const operation = `${kind} ${named ? 'Main' : ''}${definitions && `(${definitions})`} ${selection}`;
    const others = named && this.#chance(3) ? ['query Other { __typename }'] : [];
    const sets = Array.from({ length: this.#variables.size > 0 ? 3 : 1 }, () => this.#values());
    return {
      text: [operation, ...fragments, ...others].join('\n'),
      variables: sets,
      operationName: named ? 'Main' : undefined,
    };
  }

  #chance(oneIn: number): boolean {
    return this.#random(oneIn) === 0;
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #values(): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const [name, { text, type, value }] of this.#variables) {
      if ((!isNonNullType(type) || text.includes('=')) && this.#chance(4)) continue;
      values[name] = this.#chance(60) ? { wrong: true } : value();
    }
    return values;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.#random(depth === (this.#options.maxDepth ?? 5) ? 3 : 5);
    const parts = Array.from({ length: count }, () => this.#part(type, depth)).filter((part) => part !== '');
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
  }

  #part(type: GraphQLCompositeType, depth: number): string {
    const choice = this.#random(12);
    if (choice === 0) return `${this.#chance(2) ? `${this.#name('t')}: ` : ''}__typename${this.#directives()}`;
    if (choice === 1 && this.#chance(2)) return `...${this.#onFragment(type)} ${this.#selection(type, depth)}`;
    if (choice <= 2) return this.#inline(type, depth);
    if (choice === 3) return this.#spread(type, depth);
    return this.#field(type, depth);
  }

  #inline(type: GraphQLCompositeType, depth: number): string {
    const condition = this.#related(type);
    return `... on ${condition.name}${this.#onFragment(type)} ${this.#selection(condition, depth)}`;
  }

  #spread(type: GraphQLCompositeType, depth: number): string {
    const related = new Set(this.#allRelated(type));
    const known = [...this.#fragments].filter(([, fragment]) => related.has(fragment.type));
    if (known.length > 0 && this.#chance(2)) return `...${pick(known, this.#random)[0]}${this.#onFragment(type)}`;
    const condition = this.#related(type);
    const text = this.#selection(condition, Math.min(depth, 3));
    const name = this.#name('F');
    this.#fragments.set(name, { type: condition, text });
    return `...${name}${this.#onFragment(type)}`;
  }

  /** A type that an object of this type may also be seen as. */
  #related(type: GraphQLCompositeType): GraphQLCompositeType {
    return pick(this.#allRelated(type), this.#random);
  }

  #allRelated(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const possible = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
    const interfaces = isUnionType(type) ? [] : type.getInterfaces();
    const shared = isObjectType(type)
      ? Object.values(this.#schema.getTypeMap()).filter((each) => isUnionType(each) && each.getTypes().includes(type))
      : [];
    return [type, ...possible, ...interfaces, ...(shared as GraphQLCompositeType[])];
  }

  #field(type: GraphQLCompositeType, depth: number): string {
    if (!isObjectType(type) && !isInterfaceType(type)) return '';
    const fields = Object.values(type.getFields()).filter(
      ({ type: leadsTo }) => (depth > 1 && this.#fieldsLeft > 0) || isLeafType(getNamedType(leadsTo)),
    );
    if (fields.length === 0) return '';
    this.#fieldsLeft--;
    // Half of them lead further, whatever there is more of.
    const further = fields.filter(({ type: leadsTo }) => isCompositeType(getNamedType(leadsTo)));
    const field = pick(further.length > 0 && this.#chance(2) ? further : fields, this.#random);
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? ` ${this.#selection(named, depth - 1)}` : '';
    if (this.#chance(4)) {
      return `${this.#name('a')}: ${field.name}${this.#arguments(type, field)}${this.#onField(field)}${below}`;
    }
    const coordinate = `${type.name}.${field.name}`;
    const given = this.#plainArguments.get(coordinate) ?? this.#arguments(type, field);
    this.#plainArguments.set(coordinate, given);
    return `${field.name}${given}${this.#directives()}${below}`;
  }

  #arguments(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): string {
    const texts: string[] = [];
    for (const argument of field.args) {
      const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isRequired && !this.#chance(2)) continue;
      const value = () => {
        const given = this.#options.argumentValue?.(`${type.name}.${field.name}`, argument, this.#random);
        return given === undefined ? randomValue(argument.type, this.#random) : given;
      };
      const text = this.#chance(2) ? literal(value(), argument.type) : this.#variable(argument.type, value, isRequired);
      texts.push(`${argument.name}: ${text}`);
    }
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  #variable(type: GraphQLInputType, value: () => unknown, isRequired: boolean): string {
    const name = this.#name('v');
    const nullable = isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;
    // A nullable variable may stand where there is a default of its own or of the argument.
    const withDefault = this.#chance(3);
    const declared = isRequired || !withDefault ? type : nullable;
    const own = withDefault ? value() : undefined;
    const fallback = own === undefined || own === null ? '' : ` = ${literal(own, nullable)}`;
    this.#variables.set(name, { text: `$${name}: ${String(declared)}${fallback}`, type: declared, value });
    return `$${name}`;
  }

  #onFragment(type: GraphQLCompositeType): string {
    const isRoot = type === this.#schema.getMutationType() || type === this.#schema.getSubscriptionType();
    return this.#directives() + (isRoot ? '' : this.#incremental('defer'));
  }

  #onField({ type }: GraphQLField<unknown, unknown>): string {
    return this.#directives() + (isListType(getNullableType(type)) ? this.#incremental('stream') : '');
  }

  #incremental(directive: 'defer' | 'stream'): string {
    if (!this.#options.incremental || !this.#chance(2)) return '';
    const texts: string[] = [];
    if (directive === 'stream' && this.#chance(2)) texts.push(`initialCount: ${this.#random(4)}`);
    if (this.#chance(3)) texts.push(`if: ${this.#condition(false)}`);
    if (this.#chance(3)) texts.push(`label: "${this.#name('l')}"`);
    return ` @${directive}${texts.length > 0 ? `(${texts.join(', ')})` : ''}`;
  }

  #directives(): string {
    if (!this.#chance(6)) return '';
    const one = () => `@${this.#chance(2) ? 'skip' : 'include'}(if: ${this.#condition()})`;
    const [first, second] = [one(), one()];
    const bothKinds = first.slice(0, 3) !== second.slice(0, 3);
    return this.#chance(5) && bothKinds ? ` ${first} ${second}` : ` ${first}`;
  }

  #condition(nullable = true): string {
    if (this.#chance(2)) return String(this.#chance(2));
    const known = [...this.#variables].filter(([name]) => name.startsWith(nullable ? 'c' : 'd'));
    if (known.length > 0 && this.#chance(2)) return `$${pick(known, this.#random)[0]}`;
    const name = this.#name(nullable ? 'c' : 'd');
    const withDefault = nullable && this.#chance(3);
    const boolean = this.#schema.getType('Boolean') as GraphQLInputType;
    this.#variables.set(name, {
      text: withDefault ? `$${name}: Boolean = ${this.#chance(2)}` : `$${name}: Boolean!`,
      type: boolean,
      // The two executors look at a wrong condition in another order.
      value: () => (withDefault && !this.#options.incremental && this.#chance(8) ? null : this.#chance(2)),
    });
    return `$${name}`;
  }
}

import {
  buildSchema,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isObjectType,
  responsePathAsArray,
} from 'graphql';
import { seeded } from '../seed.ts';
import { pick, type Random } from './random-values.ts';

const FIELDS = `
  name: String
  title: String!
  number: Int
  count: Int!
  color: Color
  flags: [Boolean!]
  grid: [[Int]!]
  echo(x: Int = 3, y: [Int!], z: Color! = RED, in: In): String
  strict(x: Int!, in: In!): String!
  thing: Thing
  surely: Thing!
  things: [Thing]
  strictThings: [Thing!]!
  cat: Cat
  cats: [Cat!]
  dogs: [[Dog!]]
  either: Either
  eithers: [Either!]!
`;

/** A schema of all kinds of output types. */
const SDL = `
  enum Color { RED GREEN }
  input In { a: Int = 4, b: [Color!]!, c: In }
  interface Thing { ${FIELDS} }
  type Cat implements Thing { ${FIELDS} }
  type Dog implements Thing { ${FIELDS} }
  type Bird { name: String }
  union Either = Cat | Dog
  type Query { ${FIELDS} }
  type Mutation { ${FIELDS} }
`;

/** Where a resolver finds the seed of the run. */
export interface UnrulyContext {
  seed: number;
}

/**
 * Resolvers do what resolvers may: they give values, nothing, wrong values and errors, throw, and do each of that
 * later, in lists too. What one does depends on the seed and its path, so that two executors meet the same.
 */
export function unrulySchema(): GraphQLSchema {
  const schema = buildSchema(SDL);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isAbstractType(type)) {
      type.resolveType = (value, { seed }: UnrulyContext, info) => {
        const random = randomAt(seed, info, 'type');
        if (random(40) === 0) throw new Error('resolveType');
        const name =
          random(30) === 0 ? pick([undefined, 'Nobody', 'Color', 'Bird', 5], random) : (value as { type: string }).type;
        return maybeLater(name, random) as string;
      };
    }
    if (!isObjectType(type)) continue;
    if (type.name === 'Dog') {
      type.isTypeOf = (_, { seed }: UnrulyContext, info) => {
        const random = randomAt(seed, info, 'isTypeOf');
        return maybeLater(random(30) > 0, random) as boolean;
      };
    }
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_, args, { seed }: UnrulyContext, info) => {
        const random = randomAt(seed, info, JSON.stringify(args));
        return maybeLater(() => valueFor(field.type, random, JSON.stringify(args)), random);
      };
    }
  }
  return schema;
}

function randomAt(seed: number, info: GraphQLResolveInfo, salt: string): Random {
  let hash = seed;
  for (const letter of `${responsePathAsArray(info.path).join()} ${info.fieldNodes.length} ${salt}`) {
    hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  }
  const random = seeded(hash);
  random(2);
  return random;
}

function maybeLater(make: unknown, random: Random): unknown {
  const value = () => (typeof make === 'function' ? make() : make);
  if (random(3) > 0) return value();
  return afterTicks(random(4)).then(value);
}

async function afterTicks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) await null;
}

function valueFor(type: GraphQLOutputType, random: Random, args: string): unknown {
  switch (random(25)) {
    case 0:
      return null;
    case 1:
      return undefined;
    case 2:
      return new Error('given');
    case 3:
      throw pick([new Error('thrown'), 'a text', { message: 'no error' }], random);
    case 4:
      return pick([{}, [], 'odd', Number.NaN, Symbol('odd')], random);
  }
  const present = getNullableType(type);
  if (isListType(present)) return listOf(present.ofType, random, args);
  if (isLeafType(present)) return leafOf(present.name, random, args);
  return { type: isObjectType(present) ? present.name : pick(['Cat', 'Dog'], random), of: getNamedType(type).name };
}

function listOf(itemType: GraphQLOutputType, random: Random, args: string): unknown {
  const length = random(4);
  const one = () => {
    try {
      return maybeLater(() => valueFor(itemType, random, args), random);
    } catch (error) {
      return Promise.reject(error);
    }
  };
  if (random(8) > 0) return Array.from({ length }, one);
  return (function* () {
    for (let index = 0; index < length; index++) {
      if (random(8) === 0) throw new Error('in the list');
      yield one();
    }
  })();
}

function leafOf(name: string, random: Random, args: string): unknown {
  if (name === 'Int') return random(100);
  if (name === 'Boolean') return random(2) === 0;
  if (name === 'Color') return pick(['RED', 'GREEN', 'BLUE'], random);
  return pick([args, '', 'é "\u2028\ud800', 'x\ny'], random);
}

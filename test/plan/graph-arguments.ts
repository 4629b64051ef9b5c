import type { GraphQLArgument } from 'graphql';
import { compositeId, encodeNodeId, importId } from '../../src/resolvers/ids.ts';
import { uuid } from '../graph/full.ts';
import { pick, type Random } from './random-values.ts';

const globalIds = [
  encodeNodeId('Workspace', uuid(1)),
  encodeNodeId('Build', uuid(10)),
  encodeNodeId('Job', compositeId(uuid(10), uuid(20))),
  encodeNodeId('Resource', compositeId(uuid(10), uuid(40))),
  encodeNodeId('Agent', uuid(30)),
  encodeNodeId('App', compositeId(uuid(30), uuid(50))),
  encodeNodeId('User', uuid(2)),
  encodeNodeId('Template', uuid(300)),
  encodeNodeId('TemplateVersion', uuid(301)),
  encodeNodeId('Job', importId(uuid(301), uuid(20))),
];

/** Arguments of the graph that lead somewhere, but for some. */
export function argumentValue(coordinate: string, { name }: GraphQLArgument, random: Random): unknown {
  if (random(15) === 0) return undefined;
  switch (name) {
    case 'id':
      if (coordinate === 'Query.node') return pick(globalIds, random);
      return pick([uuid(1), uuid(10), uuid(30)], random);
    case 'ids':
      return Array.from({ length: random(4) }, () => pick(globalIds, random));
    case 'first':
    case 'last':
      return 1 + random(4);
    case 'number':
      return 1 + random(7);
    case 'after':
    case 'before':
      return null;
    case 'owner':
    case 'name':
    case 'workspace':
      return pick(['me', 'mira', 'w0'], random);
    default:
      return undefined;
  }
}

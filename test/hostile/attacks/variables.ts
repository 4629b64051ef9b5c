import { query } from '../wire.ts';
import type { Attack } from './attack.ts';

/** Values of variables that are wrong in very many places. */
export const variables: Attack[] = [
  {
    name: '9,000 keys that an input does not have',
    run: (target) =>
      query(target, 'mutation($i: CancelBuildInput!) { cancelBuild(input: $i) { __typename } }', {
        i: Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`buildI${n}`, 1])),
      }),
    status: 400,
    code: 'BAD_USER_INPUT',
    says: /error limit reached/,
  },
  {
    name: '25,000 values that an enum does not have',
    run: (target) =>
      query(target, 'query($s: [BuildStatus!]) { workspaces { nodes { builds(status: $s) { nodes { id } } } } }', {
        s: Array.from({ length: 25_000 }, () => 'RUNNIN'),
      }),
    status: 400,
    code: 'BAD_USER_INPUT',
    says: /error limit reached/,
  },
];

import { globalId } from '../../mutations/support.ts';
import { query } from '../wire.ts';
import type { Attack } from './attack.ts';

function aliased(count: number, selection: string): string {
  return Array.from({ length: count }, (_, n) => `a${n}: ${selection}`).join(' ');
}

/** One long text, asked for again and again. */
export const longTexts: Attack[] = [
  ['a state 20 times', aliased(20, 'state { base64 }')],
  [
    'a state as base64 and text, and four times its hash',
    `state { ${aliased(4, 'sha256')} ${['b: text', 'c: base64'].join(' ')} }`,
  ],
].map(([name = '', selection = '']) => ({
  name,
  run: (target) =>
    query(target, `{ build(id: "${target.coder.workspace('falcon').builds.at(-1)?.id}") { ${selection} } }`),
  status: 400,
  code: 'OPERATION_TOO_COMPLEX',
}));

/** A text that every user can make: the value of a parameter. */
const VALUE = 'x'.repeat(200_000);

longTexts.push({
  name: 'the parameters of a build two thousand times',
  run: (target) => {
    const build = target.coder.build('atlas-dev');
    build.parameters = [{ name: 'p', value: VALUE }];
    const ids = Array.from({ length: 100 }, () => `"${globalId('Build', build.id)}"`);
    return query(target, `{ nodes(ids: [${ids}]) { ... on Build { ${aliased(20, 'parameters { value }')} } } }`);
  },
  status: 200,
  code: 'UPSTREAM_CALL_LIMIT',
  says: '"data":null',
});

longTexts.push({
  name: 'the same in one part',
  run: (target) => {
    const ids = Array.from({ length: 100 }, () => `"${globalId('Build', target.coder.build('atlas-dev').id)}"`);
    const all = `nodes(ids: [${ids}]) { ... on Build { ${aliased(20, 'parameters { value }')} } }`;
    return query(target, `{ viewer { id } ... @defer { ${all} } }`, undefined, {
      accept: 'multipart/mixed;deferSpec=20220824',
    });
  },
  status: 200,
  code: 'UPSTREAM_CALL_LIMIT',
});

longTexts.push({
  name: 'the log of a build a hundred times',
  run: (target) => {
    const { id } = target.coder.build('falcon');
    const ids = Array.from({ length: 100 }, () => `"${id}"`);
    return query(target, `{ nodes(ids: [${ids}]) { ... on Build { logText } } }`);
  },
  status: 400,
  code: 'OPERATION_TOO_COMPLEX',
});

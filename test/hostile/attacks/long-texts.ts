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

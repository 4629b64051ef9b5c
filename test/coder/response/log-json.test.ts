import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLogJson } from '../../../src/coder/response/log-json.ts';
import { testSeed } from '../../seed.ts';

describe('parseLogJson', () => {
  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['48201118', 48201118],
  ])('reads the id %s exactly', (text, id) => {
    expect(parseLogJson(`[{"id":${text},"output":"x"}]`)).toEqual([{ id, output: 'x' }]);
    expect(parseLogJson(`[{"id": ${text}}]`)).toEqual([{ id }]);
  });

  it('leaves text alone that looks like an id', () => {
    const output = 'the "id":9007199254740993 and \\"id\\":9007199254740993';
    const text = JSON.stringify([{ id: 1, output }]).replace('"id":1,', '"id":9007199254740993,');
    expect(parseLogJson(text)).toEqual([{ id: 9007199254740993n, output }]);
  });

  it('reads whatever JSON.parse reads, with the ids exact', () => {
    const line = fc.record({ id: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), output: fc.string() });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = `[${lines.map(({ id, output }) => `{"id":${id},"output":${JSON.stringify(output)}}`)}]`;
        const read = parseLogJson(text) as { id: number | bigint; output: string }[];
        expect(read.map(({ id, output }) => ({ id: BigInt(id), output }))).toEqual(lines);
      }),
      { seed: testSeed() },
    );
  });

  it('refuses what is not JSON', () => {
    expect(() => parseLogJson('[{"id":9007199254740993')).toThrow(SyntaxError);
    expect(() => parseLogJson('')).toThrow(SyntaxError);
  });
});

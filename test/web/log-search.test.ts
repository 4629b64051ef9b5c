import { expect, it } from 'vitest';
import { plainText, styledText } from '../../examples/web/src/build/log/model/ansi.ts';
import { LogStore } from '../../examples/web/src/build/log/model/log-store.ts';
import { rowsOf } from '../../examples/web/src/build/log/model/rows.ts';
import { marked, matchesOf, nextMatch, searchFor } from '../../examples/web/src/build/log/model/search.ts';
import { feedLines } from './log-lines.ts';

const esc = '\u001b';

it('finds a text as it stands there, in any case, across changes of color', () => {
  const log = new LogStore();
  log.append(feedLines(1, 1, { output: `${esc}[32mmodule.net${esc}[0m[0]: Created` }));
  log.append(feedLines(1, 2, { output: 'module.net.0: created' }));
  const find = (query: string) => matchesOf(log, rowsOf(log, 'TRACE'), query, undefined).numbers;
  expect(find('NET[0]')).toEqual([1]);
  expect(find('created')).toEqual([1, 2]);
  expect(find('net.0')).toEqual([2]);
  expect(find('.*')).toEqual([]);
  expect(find('')).toEqual([]);
});

it('goes on where it was while a log grows, and begins anew when lines were taken back', () => {
  const log = new LogStore();
  log.append(feedLines(3));
  let found = matchesOf(log, rowsOf(log, 'TRACE'), 'line', undefined);
  log.append(feedLines(2, 4));
  found = matchesOf(log, rowsOf(log, 'TRACE'), 'line', found);
  expect(found.numbers).toEqual([1, 2, 3, 4, 5]);
  log.takeBack('1');
  log.append(feedLines(4, 2, { output: 'another' }));
  expect(matchesOf(log, rowsOf(log, 'TRACE'), 'line', found).numbers).toEqual([1]);
});

it('finds the same whether it goes on or begins anew, whatever level is shown', () => {
  const log = new LogStore({ lines: 40, characters: 1_000_000 });
  let found = matchesOf(log, [], '1', undefined);
  for (let first = 1; first < 200; first += 7) {
    log.append(feedLines(7, first, { level: first % 2 === 0 ? 'ERROR' : 'INFO', stage: `Stage ${first % 3}` }));
    const rows = rowsOf(log, first % 4 === 0 ? 'ERROR' : 'TRACE');
    found = matchesOf(log, rows, '1', found);
    expect(found.numbers, `after line ${first}`).toEqual(matchesOf(log, rows, '1', undefined).numbers);
  }
});

it('goes round at the ends', () => {
  expect(nextMatch([2, 5, 9], 5, 1)).toBe(9);
  expect(nextMatch([2, 5, 9], 9, 1)).toBe(2);
  expect(nextMatch([2, 5, 9], 2, -1)).toBe(9);
  expect(nextMatch([], 2, 1)).toBeUndefined();
});

it('marks what was found in pieces of one style each', () => {
  const pieces = styledText(`${esc}[1mab${esc}[0mcd`);
  const shown = marked(pieces, searchFor('bc')).map(({ text, found, names }) => [text, found, names]);
  expect(shown).toEqual([
    ['a', false, ['bold']],
    ['b', true, ['bold']],
    ['c', true, []],
    ['d', false, []],
  ]);
});

it('shows the text that it searches, whatever escape sequences say', () => {
  for (const output of [
    'plain',
    `${esc}[1;31mError:${esc}[0m no <b>quota</b>`,
    `${esc}]8;;javascript:alert(1)${esc}\\link${esc}]8;;${esc}\\`,
    `${esc}[38;5;208ma${esc}[38;2;1;2;3mb`,
    ' 10%\r 50%\r100% done',
    'two\r\nlines\u0000\u0007',
    `cut ${esc}[3`,
  ]) {
    const text = styledText(output)
      .map((piece) => piece.text)
      .join('');
    expect(plainText(output)).toBe(text);
    expect(text).not.toMatch(/(?![\t\n])\p{Cc}/u);
  }
  expect(plainText(' 10%\r 50%\r100% done')).toBe('100% done');
  expect(plainText('two\r\nlines')).toBe('two\nlines');
});

it('shows a long line that was never written over', () => {
  const long = 'x'.repeat(300_000);
  expect(plainText(`\t${long}\r\n${esc}[31m${long}`)).toBe(`\t${long}\n${long}`);
  expect(styledText(`${esc}[31m${long}`)).toEqual([{ text: long, names: ['ansi-red'] }]);
});

it('gives colors by names of the style sheet, or as numbers', () => {
  expect(styledText(`${esc}[1;31mError`)).toEqual([{ text: 'Error', names: ['bold', 'ansi-red'] }]);
  expect(styledText(`${esc}[42mok`)).toEqual([{ text: 'ok', names: ['ansi-ground', 'on-ansi-green'] }]);
  expect(styledText(`${esc}[38;5;208ma`)).toEqual([{ text: 'a', names: [], color: 'rgb(255, 135, 0)' }]);
  expect(styledText(`${esc}[38;2;1;2;3ma`)).toEqual([{ text: 'a', names: [], color: 'rgb(1, 2, 3)' }]);
});

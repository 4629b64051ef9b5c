import { expect, it } from 'vitest';
import { styled } from '../../graphiql/src/ansi.ts';

const esc = '\u001b';

it('names colors and decorations by the classes of the page', () => {
  expect(styled(`${esc}[1;31mError:${esc}[0m no quota`)).toEqual([
    { start: 0, text: 'Error:', className: 'ansi-red bold' },
    { start: 1, text: ' no quota', className: '' },
  ]);
  expect(styled(`${esc}[42mok${esc}[0m`)).toEqual([{ start: 0, text: 'ok', className: 'on-ansi-green' }]);
});

it('knows the palette and true colors', () => {
  expect(styled(`${esc}[38;5;208ma`)).toEqual([{ start: 0, text: 'a', className: '', color: 'rgb(255, 135, 0)' }]);
  expect(styled(`${esc}[38;5;240ma`)).toEqual([{ start: 0, text: 'a', className: '', color: 'rgb(88, 88, 88)' }]);
  expect(styled(`${esc}[38;2;1;2;3ma`)).toEqual([{ start: 0, text: 'a', className: '', color: 'rgb(1, 2, 3)' }]);
});

it('leaves nothing of a template to be read as HTML or CSS', () => {
  const [piece] = styled('<img src=x onerror=alert(1)>');
  expect(piece).toEqual({ start: 0, text: '<img src=x onerror=alert(1)>', className: '' });
  for (const { className, color = '' } of styled(`${esc}[38;2;1;2;url(x)mtext${esc}[999m"><b>`)) {
    expect(className).toMatch(/^[a-z -]*$/);
    expect(color).toMatch(/^(rgb\(\d+, \d+, \d+\))?$/);
  }
});

it('shows no links, titles, movements of the cursor or other controls', () => {
  const texts = (line: string) =>
    styled(line)
      .map(({ text }) => text)
      .join('');
  expect(texts(`${esc}]8;;https://evil.example${esc}\\click${esc}]8;;${esc}\\`)).toBe('click');
  expect(texts(`${esc}]0;title\u0007after`)).toBe('after');
  expect(texts(`${esc}[2K${esc}[1Gdone\u0000\u0008`)).toBe('done');
  expect(texts('10%\r50%\r100%')).toBe('100%');
  expect(texts('kept\r')).toBe('kept');
  expect(texts('one\r\ntwo\nthree')).toBe('one\ntwo\nthree');
  expect(texts(`${esc}[31mone\ntwo`)).toBe('one\ntwo');
  expect(texts('10%\r50%\r\n')).toBe('50%\n');
  expect(texts('a\tb')).toBe('a\tb');
});

it('shows a long line that was never written over', () => {
  const long = 'x'.repeat(300_000);
  expect(styled(`${long}\r\n${esc}[31m${long}`).map(({ text }) => text)).toEqual([`${long}\n`, long]);
});

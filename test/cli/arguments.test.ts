import { expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';

test('flags take their value after a blank or an equals sign, or stand alone', () => {
  const { flags, problems, command } = parseArguments([
    '--port',
    '1',
    '--host=a=b',
    '--gateway-trace',
    '--log-level',
    'warn',
    '--x',
  ]);
  expect(Object.fromEntries(flags)).toEqual({
    port: '1',
    host: 'a=b',
    'gateway-trace': true,
    'log-level': 'warn',
    x: true,
  });
  expect(problems).toEqual([]);
  expect(command).toBe('serve');
});

test.each(['help', 'version', 'print-schema', 'check'] as const)('--%s is a command', (command) => {
  expect(parseArguments(['--port', '1', `--${command}`])).toMatchObject({ command, flags: new Map([['port', '1']]) });
});

test('what is no flag is a problem', () => {
  expect(parseArguments(['serve', '-x']).problems).toEqual([
    expect.stringContaining('serve'),
    expect.stringContaining('-x'),
  ]);
});

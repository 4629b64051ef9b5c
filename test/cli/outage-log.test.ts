import { pino } from 'pino';
import { expect, it } from 'vitest';
import { outageLog } from '../../src/cli/outage-log.ts';

it('tells why Coder does not answer, each cause once a minute', () => {
  const lines: { cause: string }[] = [];
  let now = 0;
  const tell = outageLog(pino({}, { write: (line: string) => lines.push(JSON.parse(line)) }), () => now);
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
  tell(refused);
  tell(refused);
  tell(new Error('self-signed'));
  now = 60_000;
  tell(refused);
  expect(lines.map(({ cause }) => cause)).toEqual(['ECONNREFUSED', 'self-signed', 'ECONNREFUSED']);
});

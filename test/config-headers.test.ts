import { expect, test } from 'vitest';
import { readSettings } from '../src/config.ts';

function read(text: string) {
  return readSettings({ env: { CODER_HEADER: text } });
}

test.each<[string, Record<string, string>]>([
  ['CF-Access-Client-Id=abc.access', { 'cf-access-client-id': 'abc.access' }],
  [' X-One = 1 , X-Two=a=b== ', { 'x-one': '1', 'x-two': 'a=b==' }],
  ['X-One=1,x-one=2,X-Empty=', { 'x-one': '1, 2', 'x-empty': '' }],
  ['"X-List=a,b","X-Quote=say ""hi"""', { 'x-list': 'a,b', 'x-quote': 'say "hi"' }],
  ['Cookie=sso=1; theme=dark', { cookie: 'sso=1; theme=dark' }],
  ['Cookie=a=1,cookie=b=2', { cookie: 'a=1; b=2' }],
  ['__proto__=x', Object.fromEntries([['__proto__', 'x']])],
])('CODER_HEADER: %s', (text, headers) => {
  expect(read(text).settings?.coderHeaders).toEqual(headers);
});

test.each([
  ['X-One', 'expected `name=value`'],
  ['X-One=1,', 'expected `name=value`'],
  ['"X-One=s3cret', 'expected `name=value`'],
  ['X-One="s3cret"', 'expected `name=value`'],
  ['Authorization: Basic s3cret=', 'header 1, which is not shown, does not begin with a header name'],
  ['X-One=1,=s3cret', 'header 2, which is not shown, does not begin with a header name'],
  ['X-One=s3cret\u0000', 'the value of "x-one", which is not shown'],
  ['X-One=s3crét', 'the value of "x-one", which is not shown'],
  ['Cookie=a=b; coder_session_token=s3cret', 'the cookie "coder_session_token" cannot be given'],
  ['cookie=__Host-coder_session_token=s3cret', 'the cookie "coder_session_token" cannot be given'],
  ['X-One=1,Coder-Session-Token=s3cret', 'the header "coder-session-token" cannot be given'],
  ['HOST=s3cret', 'the header "host" cannot be given'],
  ['Content-Length=s3cret', 'the header "content-length" cannot be given'],
  ['Connection=s3cret', 'the header "connection" cannot be given'],
  ['Upgrade=s3cret', 'the header "upgrade" cannot be given'],
  ['Sec-WebSocket-Key=s3cret', 'the header "sec-websocket-key" cannot be given'],
  ['Transfer-Encoding=s3cret', 'the header "transfer-encoding" cannot be given'],
  ['Origin=s3cret', 'the header "origin" cannot be given'],
])('CODER_HEADER %s is refused without showing a value', (text, problem) => {
  const problems = read(text).problems ?? [];
  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems[0]).toMatch(/^CODER_HEADER: /);
  expect(problems[0]).not.toContain('s3cr');
});

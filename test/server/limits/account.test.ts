import { expect, test } from 'vitest';
import { Accounts, network } from '../../../src/server/limits/account.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0001::', '2001:db8:1:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  [undefined, ''],
])('the address %s counts as %s', (address, expected) => {
  expect(network(address)).toBe(expected);
});

test('a token is an identity once Coder knows it', async () => {
  const confirmed = new Set<string | undefined>();
  const tokens = {
    identify: (token: string | undefined) => `hash of ${token}`,
    isConfirmed: (token: string) => confirmed.has(token),
    confirm: async (token: string | undefined) => {
      if (token !== 'real') throw new Error('unknown');
      confirmed.add(token);
    },
  };
  const accounts = new Accounts({ tokens, fallbackToken: 'fallback' });
  const unknown = { key: 'address 192.0.2.7', known: false };
  for (const token of [undefined, '', 'real', 'invented']) expect(accounts.of(token, '192.0.2.7')).toEqual(unknown);
  expect(accounts.of('fallback', '192.0.2.7')).toEqual({ key: 'hash of fallback', known: true });
  expect(await accounts.confirmed('invented', '192.0.2.7')).toEqual(unknown);
  expect(await accounts.confirmed(undefined, '192.0.2.7')).toEqual(unknown);
  expect(await accounts.confirmed('real', '192.0.2.7')).toEqual({ key: 'hash of real', known: true });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../../../src/config.ts';
import { AppFiles } from '../../../../src/server/pages/app-files.ts';
import type { PageConfig } from '../../../../src/server/pages/page-config.ts';
import { createStub } from '../../stub-gateway.ts';

const index = '<!doctype html><title>Mine</title><script type="module" src="./assets/index-a1B2c3D4.js"></script>';
const script = `document.body.textContent = "Hello";${' '.repeat(2_000)}`;
const page: PageConfig = {
  deployment: 'embedded',
  embedded: true,
  fallbackUser: true,
  users: [{ username: 'mira', role: 'owner', token: 'demo-token' }],
};

const hashed = ['assets/index-DqWeRtYu.js', 'assets/vendor-x_3B-k9a.css', 'main-2MTDQ5XW.js'];
const unhashed = [
  'icon-maskable.png',
  'shot-1024x768.png',
  'notes-20261128.txt',
  'my-fileName.json',
  'third-LICENSES.txt',
  'app-Icon-120.png',
  'our-Big-Logo.svg',
  'photo-DSC_0042.jpg',
  'a-b-c-d-e.js',
];

let folder: string;

beforeAll(() => {
  const parent = mkdtempSync(join(tmpdir(), 'app-page-'));
  folder = join(parent, 'page');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), index);
  writeFileSync(join(folder, '.env'), 'secret');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  writeFileSync(join(folder, 'a b.txt'), 'spaced');
  writeFileSync(join(folder, 'assets/index-a1B2c3D4.js'), script);
  writeFileSync(join(folder, 'assets/inter-a1B2c3D4.woff2'), Buffer.alloc(2_000));
  for (const name of [...hashed, ...unhashed]) writeFileSync(join(folder, name), name);
  symlinkSync(join(parent, 'secret.txt'), join(folder, 'link.txt'));
});
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

interface Ask {
  method?: string;
  headers?: Record<string, string>;
  settings?: Partial<Settings>;
}

function ask(path: string, { method = 'GET', headers = {}, settings = {} }: Ask = {}) {
  const { gateway } = createStub({ appDir: folder, ...settings }, { page });
  return gateway.pipeline.fetch(`http://gw.example.com:4000${path}`, { method, headers, redirect: 'manual' });
}

describe('the page', () => {
  it('runs its own files only, talks to this host only, and is embedded nowhere', async () => {
    const response = await ask('/app/', { headers: { host: 'gw.example.com:4000' } });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(index);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self' ws://gw.example.com:4000 wss://gw.example.com:4000;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });

  it('is found without the slash, and under a base path', async () => {
    const response = await ask('/app');
    expect([response.status, response.headers.get('location')]).toEqual([302, 'app/']);
    const settings = { basePath: '/builds' };
    expect(await (await ask('/builds/app/', { settings })).text()).toBe(index);
    expect((await ask('/app/', { settings })).status).toBe(404);
  });

  it('is sent again only when it has changed', async () => {
    const etag = (await ask('/app/')).headers.get('etag') ?? '';
    const again = await ask('/app/', { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('etag')).toBe(etag);
    expect((await ask('/app/', { headers: { 'if-none-match': 'W/"other"' } })).status).toBe(200);
  });

  it('is not there unless it is set', async () => {
    for (const path of ['/app', '/app/', '/app/config.json']) {
      expect((await ask(path, { settings: { appDir: undefined } })).status).toBe(404);
    }
  });
});

describe('its files', () => {
  const path = '/app/assets/index-a1B2c3D4.js';

  it.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    [null, 'identity', (bytes: Buffer) => bytes],
  ])('come as %s to who accepts %s, and are kept', async (coding, accepted, undo) => {
    const response = await ask(path, { headers: { 'accept-encoding': accepted } });
    expect(response.headers.get('content-encoding')).toBe(coding);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('vary')).toBe('Accept-Encoding');
    expect(undo(Buffer.from(await response.arrayBuffer())).toString()).toBe(script);
  });

  it('are not compressed twice, as fonts are already', async () => {
    const response = await ask('/app/assets/inter-a1B2c3D4.woff2', { headers: { 'accept-encoding': 'br' } });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('content-type')).toBe('font/woff2');
  });

  it('are asked for again where their name says nothing of what is in them', async () => {
    expect((await ask('/app/icon.svg')).headers.get('cache-control')).toBe('no-cache');
    expect(await (await ask('/app/a%20b.txt')).text()).toBe('spaced');
  });

  it.each([
    ...hashed.map((name) => [name, 'public, max-age=31536000, immutable']),
    ...unhashed.map((name) => [name, 'no-cache']),
  ])('are kept for good only where their name ends with a hash: %s', async (name, expected) => {
    expect((await ask(`/app/${name}`)).headers.get('cache-control')).toBe(expected);
  });

  it.each([
    'nothing.js',
    'assets',
    'assets/',
    '.env',
    'link.txt',
    '../secret.txt',
    '..%2fsecret.txt',
    'assets/..%2f..%2fsecret.txt',
    '%2e%2e/secret.txt',
    '%00',
    '%zz',
  ])('are these and nothing else, not %s', async (name) => {
    const response = await ask(`/app/${name}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('secret');
  });

  it('are missing, and no failure, when they were taken away meanwhile', async () => {
    const name = join(folder, 'assets/old-a1B2c3D4.js');
    writeFileSync(name, 'old');
    const { gateway } = createStub({ appDir: folder }, { page });
    const get = (path: string) => gateway.pipeline.fetch(`http://gw.example.com:4000/app/${path}`);
    expect((await get('icon.svg')).status).toBe(200);
    rmSync(name);
    expect((await get('assets/old-a1B2c3D4.js')).status).toBe(404);
  });

  it('are looked for again when their folder could not be read', async () => {
    const files = new AppFiles(join(folder, 'later'));
    await expect(files.get('a.txt', null)).rejects.toThrow('ENOENT');
    mkdirSync(join(folder, 'later'));
    writeFileSync(join(folder, 'later/a.txt'), 'there');
    const { body } = (await files.get('a.txt', null)) ?? {};
    expect(new TextDecoder().decode(body)).toBe('there');
  });

  it('can only be read', async () => {
    expect((await ask(path, { method: 'POST' })).status).toBe(405);
    const head = await ask(path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('cache-control')).toContain('immutable');
  });
});

it('is told what it stands in front of, for pages of this origin alone', async () => {
  const response = await ask('/app/config.json', { headers: { origin: 'https://evil.example.com' } });
  expect(await response.json()).toEqual(page);
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const rebound = await ask('/app/config.json', {
    settings: { sessionToken: 'demo-token' },
    headers: { host: 'evil.example.com' },
  });
  expect(rebound.status).toBe(403);
  // It leaves nothing behind in the headers of what is asked for next.
  expect((await ask('/app/icon.svg')).headers.get('content-type')).toBe('image/svg+xml');
});

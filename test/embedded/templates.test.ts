import { expect, it } from 'vitest';
import { call, startCoder } from './support.ts';

it('should show a template alone as it is in the list', async () => {
  const coder = await startCoder();
  const list = await call(coder, '/templates');
  const { id } = coder.control.template('docker');
  const one = await call(coder, `/templates/${id}`);
  expect(list.json).toContainEqual(one.json);
  expect(one.json).toMatchObject({
    organization_name: 'coder',
    build_time_stats: { delete: { P50: null, P95: null } },
    autostop_requirement: { days_of_week: [], weeks: 1 },
    created_by_name: 'tara',
  });
});

it('should list deprecated templates only when asked, and then alone', async () => {
  const coder = await startCoder();
  const names = async (q: string) => {
    const { json } = await call(coder, `/templates${q}`);
    return json.map(({ name }: { name: string }) => name);
  };
  expect(await names('')).not.toContain('oslo');
  expect(await names('?q=deprecated:true')).toEqual(['oslo']);
  expect(await names(`?q=ids:${coder.control.template('docker').id}`)).toEqual(['docker']);
});

it('should list the versions of a template, oldest first', async () => {
  const coder = await startCoder();
  const { id } = coder.control.template('docker');
  const versions = await call(coder, `/templates/${id}/versions`);
  expect(versions.json).toHaveLength(2);
  expect(Date.parse(versions.json[0].created_at)).toBeLessThan(Date.parse(versions.json[1].created_at));
  const second = await call(coder, `/templates/${id}/versions?limit=1&offset=1`);
  expect(second.json).toEqual([versions.json[1]]);
});

it.each([
  ['/templates?q=foo:bar', 400, 'Invalid template search query.', '"foo" is not a valid query param'],
  [
    '/templates/{id}/versions?include_archived=x',
    400,
    'Invalid query parameters.',
    'Query param "include_archived" must be a valid boolean: strconv.ParseBool: parsing "x": invalid syntax',
  ],
])('should refuse %s', async (path, status, message, detail) => {
  const coder = await startCoder();
  const answer = await call(coder, path.replace('{id}', coder.control.template('docker').id));
  expect([answer.status, answer.json]).toMatchObject([status, { message, validations: [{ detail }] }]);
});

it('should hide a template from those who may not read it', async () => {
  const coder = await startCoder();
  const { id } = coder.control.template('hidden');
  expect((await call(coder, `/templates/${id}`, { user: 'omar' })).status).toBe(404);
  expect((await call(coder, `/templates/${id}/versions`, { user: 'omar' })).status).toBe(404);
});

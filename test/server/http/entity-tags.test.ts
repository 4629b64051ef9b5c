import { expect, test } from 'vitest';
import { entityTag, namesTag } from '../../../src/server/http/entity-tags.ts';

const json = 'application/json; charset=utf-8';
const tag = entityTag(json, '{"data":{}}');

test('a tag is weak, and another one for another body or media type', () => {
  expect(tag).toMatch(/^W\/"[\w-]{32}"$/);
  expect(entityTag(json, '{"data":{}}')).toBe(tag);
  expect(entityTag(json, '{"data":{} }')).not.toBe(tag);
  expect(entityTag('application/graphql-response+json', '{"data":{}}')).not.toBe(tag);
});

test.each([
  ['the same', tag],
  ['as a strong one', tag.slice(2)],
  ['among others', `"a", ${tag}, W/"b"`],
  ['without spaces', `"a",${tag}`],
  ['with what Apache and Caddy append', tag.replace(/"$/, '-gzip"')],
  ['with another coding', tag.slice(2).replace(/"$/, '-br"')],
  ['with what Jetty appends', tag.replace(/"$/, '--gzip"')],
  ['any', ' * '],
])('is named %s', (_, header) => {
  expect(namesTag(header, tag)).toBe(true);
});

test.each([
  ['another one', 'W/"a"'],
  ['a part of it', `${tag.slice(0, -3)}"`],
  ['it with something else behind', tag.replace(/"$/, '-x"')],
  ['it without quotes', tag.slice(3, -1)],
  ['a star among others', '"a", *'],
  ['nothing', ''],
  ['what is no list of tags', '"""" W/ " ,'],
])('%s does not name it', (_, header) => {
  expect(namesTag(header, tag)).toBe(false);
});

import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pages, root, withFiles } from './blocks.ts';

// `npx vitest run test/docs -u` writes them again.
it.each(pages)('%s shows files as they are', async (page) => {
  await expect(withFiles(page)).toMatchFileSnapshot(fileURLToPath(new URL(page, root)));
});

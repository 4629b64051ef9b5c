import { readdirSync, readFileSync } from 'node:fs';

/** The root of the repository. */
export const root = new URL('../../', import.meta.url);

/** A code block of a page. */
export interface Block {
  page: string;
  /** Of the fence, from 1. */
  line: number;
  language: string;
  /** Without the indentation of its fence. */
  text: string;
  /** The file that it shows, when the line above says `<!-- path -->`. */
  file: string | undefined;
}

/** README and the pages of `docs`, which may have code blocks. */
export const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].concat(
  readdirSync(new URL('docs', root)).map((name) => `docs/${name}`),
);

const FENCED = /^(?:<!-- (\S+\/\S+) -->\n)?( *)```(\w*)\n([\s\S]*?)^\2```/gm;

export function blocksOf(page: string): Block[] {
  const text = readFileSync(new URL(page, root), 'utf8');
  return [...text.matchAll(FENCED)].map(({ index, 1: file, 2: indentation = '', 3: language = '', 4: code = '' }) => ({
    page,
    line: text.slice(0, index).split('\n').length + (file === undefined ? 0 : 1),
    language,
    text: indentation === '' ? code : code.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
    file,
  }));
}

/** The page as it has to be: each block below `<!-- path -->` is that file. */
export function withFiles(page: string): string {
  const text = readFileSync(new URL(page, root), 'utf8');
  return text.replaceAll(FENCED, (block, file: string | undefined, indentation: string, language: string) =>
    file === undefined
      ? block
      : `<!-- ${file} -->\n${indentation}\`\`\`${language}\n${readFileSync(new URL(file, root), 'utf8')}\`\`\``,
  );
}

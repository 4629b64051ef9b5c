import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package that a module belongs to; undefined: it is our own. */
function packageOf(module) {
  const file = module.replace(/^\0/, '').replace(/\?.*$/, '');
  if (!file.includes('/node_modules/')) return undefined;
  let folder = dirname(file);
  while (!/\/node_modules\/(@[^/]+\/)?[^/]+$/.test(folder) || !existsSync(join(folder, 'package.json')))
    folder = dirname(folder);
  return folder;
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((each) => /^(licen[cs]e|third-?party-?notices)/i.test(each));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

/** Their licenses ask that the libraries' notices go where their code goes: those of all packages of these modules. */
export function noticesOf(modules) {
  const folders = new Set([...modules].flatMap((module) => packageOf(module) ?? []));
  return `${[...folders]
    .sort()
    .map(notice)
    .join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The ids of all modules in a bundle. */
export function modulesOf(bundle) {
  return Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}

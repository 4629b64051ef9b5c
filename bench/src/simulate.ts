/** `npm --prefix bench run simulate`: whether the plan of docs/scaling.md holds for a part of its load. */
import { parseArgs } from 'node:util';
import { pinLoad } from './process/cores.ts';
import { replacePart } from './report/write.ts';
import { simulate } from './simulation/run.ts';
import { deviations, tableOf } from './simulation/table.ts';

const help = `usage: npm --prefix bench run simulate -- [options]

  --share n     part of one replica's load, above 0 and up to 1 (0.1: 125 readers; 500 builds in all)
  --seconds n   how long it is measured (50: two checks of each reader's right)
  --save        write the table into docs/scaling.md
  --help        this text

It needs a redis-server and Linux. It ends with 1 where a count is not as planned.
`;

function options() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({ options: { share: text, seconds: text, save: flag, help: flag } });
  const share = Number(values.share ?? 0.1);
  const seconds = Number(values.seconds ?? 50);
  if (!(share > 0 && share <= 1))
    throw new Error(`--share: got ${values.share}, expected a number above 0 and up to 1`);
  if (!(seconds > 0)) throw new Error(`--seconds: got ${values.seconds}, expected a number above 0`);
  return { share, seconds, save: values.save ?? false, help: values.help ?? false };
}

const { share, seconds, save, help: helpWanted } = options();
if (helpWanted) console.log(help);
else {
  pinLoad();
  const simulation = await simulate({ share, seconds, progress: (text) => console.error(text) });
  const table = tableOf(simulation, { share });
  console.log(`\n${table}`);
  if (save) replacePart('docs/scaling.md', 'simulation', `\n${table}\n`);
  const found = deviations(simulation);
  for (const each of found) console.error(`Not as planned: ${each}`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

import { ratioTarget } from '../report/target.ts';
import { assertEqual, dataOf } from './equality.ts';
import { bodyOf, hundredWorkspaces, oneWorkspace, type Question } from './questions.ts';
import { measureReads, type Participant, readColumns } from './read-row.ts';
import { type Row, result } from './row.ts';

const key = '100ws';
const title = '100 such workspaces beside 1, cold';
const WORKSPACES = 100;

/** Whether a workspace costs the same in a large answer as in a small one. */
export const hundredRow: Row = {
  key,
  title,
  async measure(context) {
    const servers = await context.fleet.start(['r', 'raised']);
    const [model, ...others] = servers;
    if (model) {
      const expected = dataOf(model, await model.ask(bodyOf(model, hundredWorkspaces)));
      for (const server of others) await assertEqual(server, bodyOf(server, hundredWorkspaces), expected);
    }
    const asked = (question: Question, what: string): Participant[] =>
      servers.map((server) => ({
        server,
        question,
        key: `${server.spec.key}-${question.key}`,
        title: `${server.spec.title}, ${what}`,
      }));
    const series = await measureReads(context, [...asked(oneWorkspace, '1'), ...asked(hundredWorkspaces, '100')]);
    for (const { key, samples } of series)
      for (const sample of samples)
        sample.each = (sample.cpu ?? 0) / (key.endsWith(hundredWorkspaces.key) ? WORKSPACES : 1);
    return result({ key, title }, series, {
      columns: [...readColumns, { value: 'each', title: 'per workspace', digits: 3 }],
      notes: ['One query of 1101 calls is above the limits as they come; settings raise them here.'],
      targets: [
        ratioTarget({
          what: 'CPU per workspace of 100, cold',
          of: 'raised-100ws',
          to: 'raised-1ws',
          value: 'each',
          atMost: 1.3,
          name: 'that of 1',
        }),
      ],
    });
  },
};

import { importReports, reportFiles } from '../../app/upgrade/rings/import-reports.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { arg } from '../program/flags.ts';
import { group, type Subcommand, subcommand } from '../program/subcommand.ts';

const add = subcommand({
  name: 'add',
  summary: 'import what machines reported with check --report',
  args: { files: arg('<files...>', 'reports, one machine each, or folders of them') },
  run: ({ files: named }, { world, signal, say, record }) =>
    record(async (store) =>
      importReports(world, store, {
        ...{ files: await reportFiles(world, named), signal },
        onProgress: ({ done = 0, planned = 0 }) => say(`${done}/${planned} reports\n`),
      }),
    ),
  text: ({ added, known, refused }) =>
    `${countOf(added, 'report')} imported, ${known} known before, ${refused.length} refused\n${refused.map((one) => `  ${cleanLine(one)}\n`).join('')}`,
  json: (result) => jsonDocument('machine-reports', result),
  advice: () => 'How far the rollout is: codex-cockpit ring list\n',
  exit: ({ refused }) => (refused.length > 0 ? 1 : 0),
});

/** `upgrade report` */
export const report: Subcommand = {
  name: 'report',
  summary: 'what machines report of their CLI',
  define: group({
    subcommands: [add],
    examples: [['codex-cockpit upgrade report add reports/', 'a row for each machine']],
  }),
};

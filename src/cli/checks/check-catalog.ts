import { loadSuites } from '../../app/checks/load-suite.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { selectChecks } from '../../domain/checks/suite.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderCheckExplanation, renderCheckList, renderChecksJson } from '../../report/checks/list.ts';
import { arg, suiteFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `check list` */
export const list = subcommand({
  name: 'list',
  summary: 'the checks of the suites, one per line',
  flags: { suites: suiteFlag },
  run: async ({ suites }, { world }) => (await loadSuites(world.cwd, suites)).checks,
  text: renderCheckList,
  json: renderChecksJson,
});

/** `check explain` */
export const explain = subcommand({
  name: 'explain',
  summary: 'why a check exists, how it judges, what to do when it fails',
  args: { id: arg('<id>', 'the check') },
  flags: { suites: suiteFlag },
  run: async ({ id, suites }, { world, read }) => ({
    checks: selectChecks(await loadSuites(world.cwd, suites), [id]),
    pin: await read(async (store) => (await store?.rollout())?.pin ?? DEFAULT_PIN),
  }),
  text: ({ checks, pin }) => checks.map((check) => renderCheckExplanation(check, pin)).join(''),
  json: ({ checks }) => renderChecksJson(checks),
});

/** `check validate` */
export const validate = subcommand({
  name: 'validate',
  summary: 'read the suites and report errors; runs nothing',
  args: { files: arg('[files...]', 'suites (default: the upgrade suite and checks/*.yaml)') },
  run: ({ files }, { world }) => loadSuites(world.cwd, files),
  text: ({ file, checks }) => `${cleanLine(file)}: ${checks.length} checks, all valid\n`,
  json: ({ file, checks }) => jsonDocument('validation', { suites: file, checks: checks.length }),
});

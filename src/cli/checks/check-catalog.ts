import type { Command } from 'commander';
import { loadSuites } from '../../app/checks/load-suite.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { selectChecks } from '../../domain/checks/suite.ts';
import { renderCheckExplanation, renderCheckList, renderChecksJson } from '../../report/checks/list.ts';
import { withCommonFlags, withSuiteFlag } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type CatalogFlags = CommonFlags & { suite?: string[] };

/** Adds `check list`, `check explain` and `check validate`: they read suites and run nothing. */
export function defineCheckCatalog(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command.command('list').description('the checks of the suites, a line each');
  withSuiteFlag(withCommonFlags(list)).action(async (_, self: Command) => {
    const flags: CatalogFlags = self.optsWithGlobals();
    const { checks } = await loadSuites(host.world.cwd, flags.suite ?? []);
    host.out(flags.json ? renderChecksJson(checks) : renderCheckList(checks));
    finish(0);
  });
  const explain = command
    .command('explain')
    .description('why a check is there, how it judges, what to do')
    .argument('<id>');
  withSuiteFlag(withCommonFlags(explain)).action(async (id: string, _, self: Command) => {
    const flags: CatalogFlags = self.optsWithGlobals();
    const checks = selectChecks(await loadSuites(host.world.cwd, flags.suite ?? []), [id]);
    host.out(flags.json ? renderChecksJson(checks) : checks.map(renderCheckExplanation).join(''));
    finish(0);
  });
  const validate = command
    .command('validate')
    .description('read the suites and say what is wrong')
    .argument('[files...]');
  withCommonFlags(validate).action(async (files: string[], _, self: Command) => {
    const flags: CatalogFlags = self.optsWithGlobals();
    const { file, checks } = await loadSuites(host.world.cwd, files);
    const valid = { format: 'codex-cockpit/validation', version: 1, suites: file, checks: checks.length };
    host.out(
      flags.json
        ? `${JSON.stringify(valid, null, 2)}\n`
        : `${cleanLine(file)}: ${checks.length} checks, all valid\n`,
    );
    finish(0);
  });
}

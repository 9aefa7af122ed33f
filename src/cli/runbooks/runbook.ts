import type { Command } from 'commander';
import { listRunbooks, runbookHistory } from '../../app/runbooks/list-runbooks.ts';
import { loadDraftRunbooks } from '../../app/runbooks/load-runbooks.ts';
import { compareRunbook, findRunbook, publishRunbook } from '../../app/runbooks/publish-runbook.ts';
import { clean } from '../../domain/base/text/clean.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderTextDiff } from '../../report/base/text-diff.ts';
import { renderRunbookHistory, renderRunbookList } from '../../report/runbooks/runbooks.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type PublishFlags = CommonFlags & { reason: string; waiveSuite?: string };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command
    .command('list', { isDefault: true })
    .description('the runbooks, which revision is in force, and which drafts differ');
  withCommonFlags(list).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    const runbooks = await reading(host, flags, (store) => listRunbooks(host.world, store));
    host.out(flags.json ? jsonDocument('runbooks', { runbooks }) : renderRunbookList(runbooks));
    finish(0);
  });

  const show = command
    .command('show')
    .description('the text of a runbook in force')
    .argument('<runbook>', 'the runbook');
  withCommonFlags(show).action(async (id: string, _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    const { runbook, revision, inForce } = await reading(host, flags, (store) =>
      compareRunbook(host.world, store, id),
    );
    host.out(flags.json ? jsonDocument('runbook', { runbook, revision, text: inForce }) : clean(inForce));
    finish(0);
  });

  const validate = command
    .command('validate')
    .description('read the runbooks of the project; exit 2 with file, line and field of what is wrong');
  withCommonFlags(validate).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    const runbooks = await loadDraftRunbooks(host.world);
    const items = runbooks.reduce((sum, runbook) => sum + runbook.items.length, 0);
    host.out(
      flags.json
        ? jsonDocument('runbook-validation', { runbooks: runbooks.length, items })
        : `${runbooks.length} runbooks with ${items} items are good.\n`,
    );
    finish(0);
  });

  const diff = command
    .command('diff')
    .description("what the project's text of a runbook would change; exit 1 when it differs")
    .argument('<runbook>', 'the runbook');
  withCommonFlags(diff).action(async (id: string, _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    const compared = await reading(host, flags, (store) => compareRunbook(host.world, store, id));
    const { inForce, draft, runbook, revision, file } = compared;
    const differs = inForce !== draft;
    const text = renderTextDiff({ before: inForce, after: draft, name: file }, host.paint);
    host.out(
      flags.json
        ? jsonDocument('runbook-diff', { runbook, revision, file, differs, diff: text })
        : differs
          ? text
          : `${runbook} is in force as it is.\n`,
    );
    finish(differs ? 1 : 0);
  });

  const publish = command
    .command('publish')
    .description("put the project's text of a runbook in force; needs a passing suite on the pin")
    .argument('<runbook>', 'the runbook')
    .requiredOption('--reason <text>', 'what changed and why; the history keeps it')
    .option('--waive-suite <reason>', 'why not to wait for a passing suite; the history keeps it');
  withCommonFlags(publish).action(async (runbook: string, _, command: Command) => {
    const flags = command.optsWithGlobals<PublishFlags>();
    const asked = { runbook, reason: flags.reason, waiveSuite: flags.waiveSuite };
    const done = await recording(host, flags, (store) => publishRunbook(host.world, store, asked));
    host.out(
      flags.json
        ? jsonDocument('runbook-revision', {
            runbook: done.runbook,
            revision: done.revision,
            entry: done.seq,
          })
        : `Revision ${done.revision} of ${done.runbook} is in force (entry ${done.seq}).\n`,
    );
    finish(0);
  });

  const history = command
    .command('history')
    .description('the published revisions of a runbook')
    .argument('<runbook>', 'the runbook');
  withCommonFlags(history).action(async (id: string, _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    findRunbook(await loadDraftRunbooks(host.world), id);
    const revisions = await reading(host, flags, (store) => runbookHistory(store, id));
    host.out(
      flags.json
        ? jsonDocument('runbook-history', { runbook: id, revisions })
        : renderRunbookHistory(revisions),
    );
    finish(0);
  });

  withExamples(command, [
    ['codex-cockpit runbook validate', 'file, line and field of what is wrong in runbooks/'],
    ['codex-cockpit runbook diff pilot', 'your runbooks/pilot.md against the revision in force'],
    [
      'codex-cockpit runbook publish pilot --reason "two items for the mobile team"',
      'everybody works by it from now on',
    ],
  ]);
}

import { listRunbooks, runbookHistory } from '../../app/runbooks/list-runbooks.ts';
import { loadDraftRunbooks } from '../../app/runbooks/load-runbooks.ts';
import { compareRunbook, publishRunbook } from '../../app/runbooks/publish-runbook.ts';
import { clean } from '../../domain/base/text/clean.ts';
import { findRunbook } from '../../domain/runbooks/runbook.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderTextDiff } from '../../report/base/text-diff.ts';
import { renderRunbookHistory, renderRunbookList } from '../../report/runbooks/runbooks.ts';
import { arg, flag, requiredFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const runbookArg = arg('<runbook>', 'the runbook');

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the runbooks, the revision of each in force, and which drafts differ',
  run: (_, { world, read }) => read((store) => listRunbooks(world, store)),
  text: renderRunbookList,
  json: (runbooks) => jsonDocument('runbooks', { runbooks }),
});

const show = subcommand({
  name: 'show',
  summary: 'the text of a runbook in force',
  args: { runbook: runbookArg },
  run: ({ runbook }, { world, read }) => read((store) => compareRunbook(world, store, runbook)),
  text: ({ inForce }) => clean(inForce),
  json: ({ runbook, revision, inForce }) => jsonDocument('runbook', { runbook, revision, text: inForce }),
});

const validate = subcommand({
  name: 'validate',
  summary: 'read the runbooks of the project; exit 2 with file, line and field of an error',
  run: async (_, { world }) => {
    const runbooks = await loadDraftRunbooks(world);
    return { runbooks: runbooks.length, items: runbooks.reduce((sum, { items }) => sum + items.length, 0) };
  },
  text: ({ runbooks, items }) => `${runbooks} runbooks with ${items} items are valid.\n`,
  json: (counted) => jsonDocument('runbook-validation', counted),
});

const diff = subcommand({
  name: 'diff',
  summary: "what the project's text of a runbook would change; exit 1 when it differs",
  args: { runbook: runbookArg },
  run: async ({ runbook }, { world, read, paint }) => {
    const { inForce, draft, ...compared } = await read((store) => compareRunbook(world, store, runbook));
    const text = renderTextDiff({ before: inForce, after: draft, name: compared.file }, paint);
    return { ...compared, differs: inForce !== draft, text };
  },
  text: ({ runbook, differs, text }) => (differs ? text : `${runbook} is in force as it is.\n`),
  json: ({ runbook, revision, file, differs, text }) =>
    jsonDocument('runbook-diff', { runbook, revision, file, differs, diff: text }),
  exit: ({ differs }) => (differs ? 1 : 0),
});

const publish = subcommand({
  name: 'publish',
  summary: "put the project's text of a runbook in force; needs a passing suite on the pin",
  args: { runbook: runbookArg },
  flags: {
    reason: requiredFlag('--reason <text>', 'what changed and why; the history keeps it'),
    waiveSuite: flag('--waive-suite <reason>', 'why not to wait for a passing suite; the history keeps it'),
  },
  run: ({ runbook, reason, waiveSuite }, { world, record }) =>
    record((store) => publishRunbook(world, store, { runbook, reason, waiveSuite })),
  text: ({ runbook, revision, seq }) => `Revision ${revision} of ${runbook} is in force (entry ${seq}).\n`,
  json: ({ runbook, revision, seq }) => jsonDocument('runbook-revision', { runbook, revision, entry: seq }),
});

const history = subcommand({
  name: 'history',
  summary: 'the published revisions of a runbook',
  args: { runbook: runbookArg },
  run: async ({ runbook }, { world, read }) => {
    findRunbook(await loadDraftRunbooks(world), runbook);
    return read((store) => runbookHistory(store, runbook));
  },
  text: renderRunbookHistory,
  json: (revisions, { given }) => jsonDocument('runbook-history', { runbook: given.runbook, revisions }),
});

export const define = group({
  subcommands: [list, show, validate, diff, publish, history],
  examples: [
    ['codex-cockpit runbook validate', 'file, line and field of each error in runbooks/'],
    ['codex-cockpit runbook diff pilot', 'your runbooks/pilot.md compared with the revision in force'],
    [
      'codex-cockpit runbook publish pilot --reason "two items for the mobile team"',
      'the text is in force for everybody from now on',
    ],
  ],
});

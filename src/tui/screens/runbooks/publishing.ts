import { listRunbooks, runbookHistory } from '../../../app/runbooks/list-runbooks.ts';
import { loadDraftRunbooks } from '../../../app/runbooks/load-runbooks.ts';
import { ownRunbook } from '../../../app/runbooks/own-runbook.ts';
import { compareRunbook, foreseePublication, publishRunbook } from '../../../app/runbooks/publish-runbook.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { countChanges } from '../../../domain/base/text/unified-diff.ts';
import { ACTS } from '../../../domain/people/act.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderTextDiff } from '../../../report/base/text-diff.ts';
import { renderRunbookHistory } from '../../../report/runbooks/runbooks.ts';
import { type Decision, decision, describeFault, reasonField } from '../../shell/decision.ts';
import { withoutRole } from '../../shell/guards.ts';
import { inquiry } from '../../shell/inquiry.ts';
import type { Binding, WantedDocument } from '../../shell/screen.ts';
import { type State, type Step, tell } from '../../shell/state.ts';
import { draftState, drafts, selectedRunbook } from './rows.ts';

/** Reads the project's texts when the screen is shown and something was recorded since. */
export function loadDrafts(state: State): Step {
  const at = state.status?.entries;
  const now = drafts.of(state);
  if (at === undefined || now.at === at) return [state];
  return [
    drafts.set(state, { ...now, at }),
    {
      name: 'read-drafts',
      input: at,
      carryOut: (doing) =>
        doing.reading(async (store) => {
          const read = await listRunbooks(doing.world(), store).then(
            (listed) => ({ at, listed, fault: undefined }),
            (cause: unknown) => {
              if (!(cause instanceof CockpitError)) throw cause;
              return { at, listed: [], fault: describeFault(cause) };
            },
          );
          doing.change((later) => (drafts.of(later).at === at ? drafts.set(later, read) : later));
        }),
    },
  ];
}

/** Reads them again: their files may have changed. */
const anew = (state: State): State => drafts.set(state, { ...drafts.of(state), at: undefined });

/** What the open detail shows beside the text in force. */
export function wantedOf(state: State): readonly WantedDocument[] {
  const id = selectedRunbook(state)?.id;
  if (id === undefined) return [];
  if (state.detail?.of === 'difference')
    return [
      {
        name: `difference ${id}`,
        read: async (store, world) => {
          const { inForce, draft, file } = await compareRunbook(world, store, id);
          return (
            renderTextDiff({ before: inForce, after: draft, name: file }, plain) ||
            'The two texts are the same.'
          );
        },
      },
    ];
  if (state.detail?.of === 'revisions')
    return [
      {
        name: `revisions ${id}`,
        read: async (store) => renderRunbookHistory(await runbookHistory(store, id)),
      },
    ];
  return [];
}

const withoutDifference = (state: State) => {
  const { fault } = drafts.of(state);
  if (fault !== undefined) return fault;
  const runbook = selectedRunbook(state);
  if (!runbook) return 'no runbook is selected';
  return draftState(state, runbook.id) === 'in force'
    ? `the project's text of ${runbook.id} is in force as it is`
    : undefined;
};

const mayWaive = ({ me }: State) =>
  ACTS['waive the suite for a runbook'].some((role) => me?.roles.includes(role));

type Publishing = {
  runbook: string;
  reason: string;
  waiveSuite: string | undefined;
  /** Found before the question. */
  sha256: string;
  file: string;
  next: number;
  run: string | null;
  changes: { added: number; removed: number };
};

const nothingFound = { sha256: '', file: '', next: 0, run: null, changes: { added: 0, removed: 0 } };

const publish: Decision<Publishing> = decision<Publishing>({
  command: 'publish-runbook',
  keys: ['p'],
  description: "put the project's text of the selected runbook in force",
  footer: 'publish',
  disabled: (state) => withoutRole('publish a runbook')(state) ?? withoutDifference(state),
  begin: (state) => {
    const runbook = selectedRunbook(state);
    if (!runbook) return { instead: tell(state, 'no runbook is selected') };
    // Nobody publishes what they were not shown.
    if (state.detail?.of !== 'difference')
      return {
        instead: tell(
          { ...state, detail: { of: 'difference', scroll: 0 }, search: '' },
          'this is what changes; press p again to publish it',
        ),
      };
    return { instead: publish.openForm(state, runbook.id) };
  },
  form: {
    title: (runbook) => `Publish ${runbook}`,
    fields: (_, state) => [
      reasonField,
      ...(mayWaive(state) ? [{ label: 'Why without a run', value: '' }] : []),
    ],
    read: ([reason = '', waived = ''], runbook) => ({
      input: { ...nothingFound, runbook, reason, waiveSuite: waived === '' ? undefined : waived },
    }),
  },
  prepare: async (doing, input) => {
    const found = await doing.reading((store) => foreseePublication(doing.world(), store, input));
    const { sha256, file, next, run, inForce, draft } = found;
    return { ...input, sha256, file, next, run, changes: countChanges(inForce, draft) };
  },
  confirmation: ({ runbook, reason, waiveSuite, file, next, run, changes }) => ({
    question: `Put ${file} in force as revision ${next} of ${runbook}?`,
    records: [
      `runbook.published: ${runbook} revision ${next}, because "${reason}"`,
      `${countOf(changes.added, 'line')} more, ${countOf(changes.removed, 'line')} less than in force`,
      run === null ? `without a passing run, because "${waiveSuite ?? ''}"` : `after the passing run ${run}`,
      'It counts for everybody from then on; items may appear, change or go.',
    ],
  }),
  run: async (doing, { runbook, reason, waiveSuite, sha256 }) => {
    const asked = { runbook, reason, waiveSuite, sha256 };
    const { revision } = await publishRunbook(doing.world(), await doing.writable(), asked);
    return `revision ${revision} of ${runbook} is in force`;
  },
});

const edit = decision<{ runbook: string }>({
  command: 'edit-runbook',
  keys: ['e'],
  description: "edit the project's text of the selected runbook",
  footer: 'edit',
  recordsNothing: true,
  disabled: (state) => (selectedRunbook(state) ? undefined : 'no runbook is selected'),
  begin: (state) => {
    const runbook = selectedRunbook(state);
    return runbook ? { input: { runbook: runbook.id } } : { instead: tell(state, 'no runbook is selected') };
  },
  confirmation: ({ runbook }) => ({
    question: `Edit the project's text of ${runbook}? It counts once it is published.`,
    records: [],
    writes: [`runbooks/${runbook}.md, with the text in force unless the project has its own`],
  }),
  run: async (doing, { runbook }) => {
    const path = await doing.reading((store) => ownRunbook(doing.world(), store, runbook));
    await doing.edit({ path });
    doing.change(anew);
    return undefined;
  },
});

/** Reading, comparing, editing and publishing the project's texts. */
export const publishingKeys: readonly Binding[] = [
  {
    command: 'runbook-difference',
    keys: ['d'],
    description: "what the project's text of the selected runbook would change",
    footer: 'difference',
    disabled: withoutDifference,
    press: (state) => [{ ...state, detail: { of: 'difference', scroll: 0 }, search: '' }],
  },
  edit,
  inquiry<undefined>({
    command: 'validate-runbooks',
    keys: ['v'],
    description: 'validate the runbooks of the project',
    footer: 'validate',
    begin: () => undefined,
    title: () => 'The runbooks of the project',
    answer: async (doing) => {
      doing.change(anew);
      const read = await loadDraftRunbooks(doing.world());
      const items = read.reduce((sum, one) => sum + one.items.length, 0);
      return `${read.length} runbooks with ${items} items are valid.`;
    },
  }),
  publish,
  {
    command: 'runbook-revisions',
    keys: ['H'],
    description: 'the published revisions of the selected runbook',
    disabled: (state) => (selectedRunbook(state) ? undefined : 'no runbook is selected'),
    press: (state) => [{ ...state, detail: { of: 'revisions', scroll: 0 }, search: '' }],
  },
];

import { approveArtifact } from '../../../app/artifacts/approve-artifact.ts';
import { editArtifact } from '../../../app/artifacts/edit-artifact.ts';
import { submitArtifact } from '../../../app/artifacts/submit-artifact.ts';
import type { Artifact, Revision } from '../../../domain/artifacts/artifact.ts';
import { judgeApproval } from '../../../domain/artifacts/judge-approval.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import { isShownToEnd } from '../../components/text.ts';
import { carryOut, decision, describeFault } from '../../shell/decision.ts';
import { withoutRole, withoutRollout } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Effect, type State, tell } from '../../shell/state.ts';
import { artifactOf, selectedArtifact } from './rows.ts';
import { openText } from './text.ts';

const withoutArtifact = (state: State) =>
  withoutRollout(state) ??
  (selectedArtifact(state)?.newest ? undefined : 'no artifact that was begun is selected');

const nothingBegun = (state: State) => ({
  instead: tell(state, 'no artifact that was begun is selected'),
});

/** Which text a decision is about. */
function textOf(artifact: Artifact | undefined): string {
  if (!artifact?.newest) return '';
  const { revision, sha256, author } = artifact.newest;
  return `${artifact.id} revision ${revision} by ${author}, sha256 ${sha256.slice(0, 12)}…`;
}

/** Why the acting person may not approve the selected artifact; undefined when they may. */
function whyNotApprove(state: State): string | undefined {
  const artifact = selectedArtifact(state);
  const { me, people, now } = state;
  if (!artifact?.newest || !me) return undefined;
  try {
    const asked = { actor: me.email, digest: artifact.newest.sha256, role: undefined };
    judgeApproval(artifact, people, asked, now);
    return undefined;
  } catch (cause) {
    if (cause instanceof CockpitError) return describeFault(cause);
    throw cause;
  }
}

const submit = decision<{ artifact: string }>({
  command: 'submit-artifact',
  keys: ['s'],
  description: 'give the newest revision to its reviewers',
  footer: 'submit',
  disabled: withoutArtifact,
  begin: (state) => {
    const artifact = selectedArtifact(state);
    return artifact?.newest ? { input: { artifact: artifact.id } } : nothingBegun(state);
  },
  confirmation: ({ artifact }, state) => ({
    question: `Give ${artifact} to its reviewers?`,
    records: [`artifact.submitted: ${textOf(artifactOf(state, artifact))}`],
  }),
  run: async (doing, input) => {
    const { revision, awaits } = await submitArtifact(doing.world(), await doing.writable(), input);
    return `${input.artifact} revision ${revision} waits for ${awaits.join(', ')}`;
  },
});

const approve = decision<{ artifact: string; digest: string }>({
  command: 'approve-artifact',
  keys: ['a'],
  description: 'approve the newest revision',
  footer: 'approve',
  disabled: (state) => withoutArtifact(state) ?? whyNotApprove(state),
  begin: (state) => {
    const artifact = selectedArtifact(state);
    if (!artifact?.newest) return nothingBegun(state);
    // Nobody approves what they were not shown.
    if (state.detail?.of !== 'row') {
      const opened = { ...state, detail: { of: 'row', scroll: 0 } };
      return { instead: tell(opened, 'read it to its end; press a again to approve it') };
    }
    const text = state.documents[openText(state, artifact).name];
    if (text === undefined) return { instead: tell(state, 'the text is being read') };
    return isShownToEnd(state, text)
      ? { input: { artifact: artifact.id, digest: artifact.newest.sha256 } }
      : { instead: tell(state, 'there is more of it below; read it to its end first') };
  },
  confirmation: ({ artifact }, state) => ({
    question: `Have you read ${artifact}, and do you approve it?`,
    records: [`artifact.approved: ${textOf(artifactOf(state, artifact))}, as ${state.me?.email ?? ''}`],
  }),
  run: async (doing, input) => {
    const approved = await approveArtifact(doing.world(), await doing.writable(), input);
    const rest = approved.complete ? 'it counts from now on' : 'it waits for more approvals';
    return `approved ${input.artifact} revision ${approved.revision.revision} as ${approved.role}; ${rest}`;
  },
});

const edit: Binding = {
  command: 'edit-artifact',
  keys: ['e'],
  description: 'begin the artifact or edit its newest revision in $EDITOR',
  footer: 'edit',
  records: true,
  disabled: (state) =>
    withoutRole('write an artifact')(state) ??
    (selectedArtifact(state) ? undefined : 'no artifact is selected'),
  press: (state) => {
    const artifact = selectedArtifact(state)?.id;
    return artifact === undefined ? [state] : [state, editing(artifact)];
  },
};

/** Opens the newest text of an artifact in the person's editor, and records what became of it. */
function editing(artifact: string): Effect {
  return {
    name: 'edit-artifact',
    input: { artifact },
    carryOut: (doing) =>
      carryOut(doing, async () => {
        const revision = await doing.lending(async (lend) =>
          editArtifact(doing.world(), await doing.writable(), { artifact, lend }),
        );
        return revision ? told(revision) : `nothing was changed in ${artifact}, and nothing is recorded`;
      }),
  };
}

/** A revision that was just recorded, and what it needs next. */
function told({ artifact, revision, placeholders }: Revision): string {
  return placeholders.length === 0
    ? `${artifact} revision ${revision} is a draft; s gives it to its reviewers`
    : `${artifact} revision ${revision} is a draft with gaps: ${placeholders.join(', ')}`;
}

/** Looking at an artifact, and taking it through its review. */
export const artifactsKeys: readonly Binding[] = [
  edit,
  {
    command: 'revision-diff',
    keys: ['d'],
    description: 'what the newest revision changes',
    footer: 'diff',
    disabled: withoutArtifact,
    press: (state) => [{ ...state, detail: { of: 'diff', scroll: 0 } }],
  },
  submit,
  approve,
];

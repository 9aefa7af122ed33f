import { approveArtifact } from '../../../app/artifacts/approve-artifact.ts';
import { submitArtifact } from '../../../app/artifacts/submit-artifact.ts';
import type { Artifact } from '../../../domain/artifacts/artifact.ts';
import { decision } from '../../shell/decision.ts';
import { withoutRollout } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import { type State, tell } from '../../shell/state.ts';
import { artifactOf, selectedArtifact } from './rows.ts';

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
  disabled: (state) =>
    withoutArtifact(state) ??
    (selectedArtifact(state)?.newest?.awaits.length ? undefined : 'it is not in review; submit it first'),
  begin: (state) => {
    const artifact = selectedArtifact(state);
    return artifact?.newest
      ? { input: { artifact: artifact.id, digest: artifact.newest.sha256 } }
      : nothingBegun(state);
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

/** Looking at an artifact, and taking it through its review. */
export const artifactsKeys: readonly Binding[] = [
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

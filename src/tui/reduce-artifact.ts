import { confirm } from './confirm.ts';
import { selectedArtifact } from './selection.ts';
import type { State } from './state.ts';

/** Asks before an artifact is submitted or approved, and says which text that is. */
export function confirmArtifact(state: State, command: 'submit-artifact' | 'approve-artifact'): State {
  const artifact = selectedArtifact(state);
  if (!artifact?.newest) return { ...state, notice: 'no artifact that was begun is selected' };
  const { revision, sha256, author } = artifact.newest;
  const text = `${artifact.id} revision ${revision} by ${author}, sha256 ${sha256.slice(0, 12)}…`;
  return command === 'submit-artifact'
    ? confirm(state, `Give ${artifact.id} to its reviewers?`, [`artifact.submitted: ${text}`], {
        type: command,
        artifact: artifact.id,
      })
    : confirm(
        state,
        `Have you read ${artifact.id}, and do you approve it?`,
        [`artifact.approved: ${text}, as ${state.me?.email ?? ''}`],
        { type: command, artifact: artifact.id, digest: sha256 },
      );
}

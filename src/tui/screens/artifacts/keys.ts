import { show } from '../../shell/move.ts';
import type { Binding } from '../../shell/screen.ts';
import { drift, publish } from './copies.ts';
import { approve, diff, submit, tryOut } from './review.ts';
import { selectedArtifact } from './rows.ts';
import { edit, importing } from './write.ts';

const artifactHistory: Binding = {
  command: 'artifact-history',
  keys: ['H'],
  description: 'who did what with the selected artifact',
  footer: 'history',
  disabled: (state) => (selectedArtifact(state) ? undefined : 'no artifact is selected'),
  press: (state) => {
    const id = selectedArtifact(state)?.id ?? '';
    const filter = { ...state.filter, history: `subject:artifact/${id}` };
    return [{ ...show(state, 'history'), filter, cursor: { ...state.cursor, history: 0 } }];
  },
};

/** Writing an artifact, taking it through its review, and its copies in repositories. */
export const artifactsKeys: readonly Binding[] = [
  edit,
  importing,
  diff,
  submit,
  approve,
  publish,
  drift,
  tryOut,
  artifactHistory,
];

import { findNamedFiles } from '../../../app/checks/find-named-files.ts';
import type { PlaceToEdit } from '../../../domain/base/shell/editor-command.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { RecordedCheck } from '../../../domain/checks/recorded.ts';
import { type FormSpec, formOverlay } from '../../shell/decision.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Effect, type State, tell } from '../../shell/state.ts';
import { selectedCheck } from './rows.ts';

/** Opens the file that a finding names; asks which, where it names several. */
function editNamed(result: RecordedCheck): Effect {
  return {
    name: 'edit-named',
    input: result.check,
    carryOut: async (doing) => {
      const found = await findNamedFiles(doing.world(), result);
      const [only, ...others] = found;
      if (only && others.length === 0) return doing.edit(only, whatNext);
      doing.change((state) =>
        only
          ? chooseFile(state, found)
          : tell(state, `${result.check}: the finding names no file that is there`),
      );
    },
  };
}

const labelOf = ({ path, line, column }: PlaceToEdit) =>
  cleanLine([path, line, column].filter((part) => part !== undefined).join(':'));

const whatNext = 'the editor was left; f runs what failed';

function chooseFile(state: State, found: readonly PlaceToEdit[]): State {
  const labels = found.map(labelOf);
  const form: FormSpec<PlaceToEdit> = {
    title: () => 'Edit a file that the finding names',
    fields: () => [{ label: 'File', value: labels[0] ?? '', choices: labels }],
    read: ([label = '']) => {
      const place = found[labels.indexOf(label)];
      return place ? { input: place } : { refusal: 'choose one of the files with the arrow keys', field: 0 };
    },
  };
  const overlay = formOverlay('edit-named', form, { about: '', state }, (place, _, now) => ({
    step: [
      { ...now, overlay: undefined },
      { name: 'edit', input: labelOf(place), carryOut: (doing) => doing.edit(place, whatNext) },
    ],
  }));
  return { ...state, overlay };
}

/** Edits the file that the finding of the selected check names. */
export const editKey: Binding = {
  command: 'edit-named',
  keys: ['e'],
  description: 'open the file that the finding names in $EDITOR, at the line',
  footer: 'edit',
  disabled: (state) => {
    const row = selectedCheck(state);
    if (!row) return 'no check is selected';
    return row.result ? undefined : 'it has not run yet';
  },
  press: (state) => {
    const result = selectedCheck(state)?.result;
    return result ? [state, editNamed(result)] : [state];
  },
};

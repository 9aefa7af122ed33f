import { resolve } from 'node:path';
import { UsageError } from '../../../domain/base/errors.ts';
import { splitWords } from '../../../domain/base/shell/split-words.ts';
import { parseSetting } from '../../../domain/policy/config/parse-setting.ts';
import { POLICY_FILES } from '../../../domain/policy/policy-report.ts';
import { chooseOne, fill, oneOf } from '../../shell/decision.ts';
import type { Binding } from '../../shell/screen.ts';
import type { State, Step } from '../../shell/state.ts';
import { lookUps } from './lookups.ts';
import { type Of, question, whileWorking } from './question.ts';
import { ask, readAgain, readPolicy } from './read.ts';
import type { PolicyResult } from './row.ts';
import { policy, policyRows, selectedRow } from './rows.ts';

const configCheck = question<Of<'config'>>(
  {
    command: 'config-check',
    keys: ['c'],
    description: 'check the configuration: effective settings, and a strict verdict for each file',
    footer: 'check config',
  },
  {
    title: () => 'Check the configuration of a folder',
    fields: () => [
      { label: 'Folder', value: '.' },
      { label: 'Profile file (none)', value: '' },
    ],
    read: ([folder = '', profile = '']) => ({
      input: { type: 'config', folder: folder || '.', profile: profile || undefined },
    }),
  },
);

const byName = 'by its name';

const lint = question<Of<'lint'>>(
  {
    command: 'policy-lint',
    keys: ['l'],
    description: 'errors in a policy file, found by our rules and by the CLI',
    footer: 'lint',
  },
  {
    title: () => 'Check a policy file',
    fields: (_, state) => [
      {
        label: 'File',
        value: fileOf(state),
        choices: knownFiles(state),
        required: 'name a requirements.toml, managed_config.toml or config.toml',
      },
      { label: 'Kind', value: byName, choices: [byName, ...POLICY_FILES], pick: true, required: chooseOne },
    ],
    read: ([file = '', kind = '']) =>
      fill((at) => ({
        type: 'lint',
        file,
        kind: at(1, () => (kind === byName ? undefined : oneOf(POLICY_FILES, kind))),
      })),
  },
);

const isPolicyFile = (file: string) => file.endsWith('.toml');

/** The TOML files that the rows name. */
function knownFiles(state: State): readonly string[] {
  const files = policyRows(state).flatMap(({ place }) => (place ? [place.file] : []));
  return [...new Set(files)].filter(isPolicyFile);
}

/** The file of the selected row, else the only one that is known. */
function fileOf(state: State): string {
  const selected = selectedRow(state)?.place?.file;
  if (selected !== undefined && isPolicyFile(selected)) return selected;
  const [first, ...others] = knownFiles(state);
  return others.length === 0 ? (first ?? '') : '';
}

const explain = question<Of<'explain'>>(
  {
    command: 'policy-explain',
    keys: ['s'],
    description: 'what a user really gets when they ask for settings, under files that are named',
    footer: 'explain',
  },
  {
    title: () => 'What would a user really get? (empty fields: as it is here)',
    fields: () => [
      { label: 'Settings key=value', value: '' },
      { label: 'config.toml', value: '' },
      { label: 'Cloud requirements', value: '' },
      { label: 'MDM requirements', value: '' },
      { label: 'managed_config', value: '' },
      { label: 'System requirements', value: '' },
    ],
    read: ([settings = '', config = '', cloud = '', mdm = '', managed = '', system = '']) =>
      fill((at) => ({
        type: 'explain',
        set: at(0, () => readSettings(settings)),
        files: Object.fromEntries(
          Object.entries({ config, cloud, mdm, managed, system }).filter(([, file]) => file !== ''),
        ),
      })),
  },
);

/** @throws UsageError for what is not a list of settings */
function readSettings(text: string): readonly string[] {
  const settings = splitWords(text);
  if (!settings) throw new UsageError('a quote is left open');
  for (const setting of settings) parseSetting(setting);
  return settings;
}

const agents = question<Of<'agents'>>(
  {
    command: 'agents-lint',
    keys: ['i'],
    description: 'what the instructions of a folder lack, and commands in them that do not exist',
    footer: 'instructions',
  },
  {
    title: () => 'Check the instructions of a folder',
    fields: () => [{ label: 'Folder', value: '.' }],
    read: ([folder = '']) => ({ input: { type: 'agents', folder: folder || '.' } }),
  },
);

const resultOf = (state: State): PolicyResult | undefined => {
  const selected = selectedRow(state)?.result;
  return policy.of(state).results.find(({ id }) => id === selected);
};

const again: Binding = {
  command: 'ask-again',
  keys: ['x'],
  description: 'ask again what the selected row is the answer to',
  disabled: (state) =>
    whileWorking(state) ??
    (resultOf(state) ? undefined : 'the selected row is no answer; r reads the policy'),
  press: (state): Step => {
    const result = resultOf(state);
    return result ? ask(state, result.request) : [state];
  },
};

const edit: Binding = {
  command: 'edit-policy',
  keys: ['e'],
  description: 'edit the file of the selected row at its line, then ask again',
  footer: 'edit',
  disabled: (state) =>
    whileWorking(state) ?? (selectedRow(state)?.place ? undefined : 'the selected row is of no file'),
  press: (state): Step => {
    const place = selectedRow(state)?.place;
    if (!place) return [state];
    const result = resultOf(state);
    return [
      state,
      {
        name: 'edit-policy',
        input: place,
        carryOut: async (doing) => {
          const { file, line, column } = place;
          await doing.edit({ path: resolve(doing.world().cwd, file), line, column });
          await readAgain(doing, result);
        },
      },
    ];
  },
};

const read: Binding = {
  command: 'read-policy',
  keys: ['r'],
  description: 'read the policy again',
  footer: 'read',
  disabled: whileWorking,
  press: readPolicy,
};

/** What can be asked about policy. Nothing is recorded. */
export const policyKeys: readonly Binding[] = [
  read,
  configCheck,
  lint,
  explain,
  agents,
  ...lookUps,
  edit,
  again,
];

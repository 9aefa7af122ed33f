import { usualPolicyMap } from '../../../app/policy/look-up-policy.ts';
import { usualDecisionTable } from '../../../app/policy/read-policy-view.ts';
import { usualModelPolicy } from '../../../app/policy/review-models.ts';
import { exactVersion } from '../../../app/rollout/start-rollout.ts';
import { splitWords } from '../../../domain/base/shell/split-words.ts';
import type { Whom } from '../../../domain/policy/policy-map.ts';
import { DEFAULT_PIN } from '../../../domain/rollout/rollout.ts';
import { fill } from '../../shell/decision.ts';
import type { Binding } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { type Of, question } from './question.ts';
import { policy } from './rows.ts';

const rules = question<Of<'rules'>>(
  {
    command: 'policy-rules',
    keys: ['t'],
    description: 'what rules decide for each command of a decision table, asked of the CLI',
    footer: 'test rules',
  },
  {
    title: () => 'Try a decision table on rules',
    fields: () => [
      { label: 'Decision table', value: usualDecisionTable, required: 'name a decision table, in YAML' },
      { label: 'Rules (those here)', value: '' },
      { label: 'Requirements (none)', value: '' },
    ],
    read: ([table = '', rules = '', requirements = '']) => ({
      input: {
        ...{ type: 'rules', table, rules: splitWords(rules) ?? [rules] },
        requirements: requirements || undefined,
      },
    }),
  },
);

const who = question<Of<'who'>>(
  {
    command: 'policy-who',
    keys: ['w'],
    description: 'which policy applies to a user or a group, by the policy map',
    footer: 'who',
  },
  {
    title: () => 'Which policy applies?',
    fields: (_, state) => [
      {
        label: 'User or group',
        value: '',
        choices: knownNames(state),
        required: 'name a user by their address, or a group of the map',
      },
      { label: 'Policy map', value: usualPolicyMap },
    ],
    read: ([name = '', map = '']) => ({
      input: { type: 'who', whom: whomOf(name), map: map || usualPolicyMap },
    }),
  },
);

function whomOf(name: string): Whom {
  return name.includes('@') ? { type: 'user', email: name } : { type: 'group', group: name };
}

/** The users and groups of the policy map, once the policy was read. */
function knownNames(state: State): readonly string[] {
  const { view } = policy.of(state);
  if (!view || !('value' in view.lookups)) return [];
  return view.lookups.value.map(({ whom }) => (whom.type === 'user' ? whom.email : whom.group));
}

const models = question<Of<'models'>>(
  {
    command: 'policy-models',
    keys: ['m'],
    description: 'which models may be used, and which are available',
    footer: 'models',
  },
  {
    title: () => 'Compare the model policy with what the CLI offers',
    fields: () => [
      { label: 'Model policy', value: usualModelPolicy },
      { label: 'Candidate CLI (none)', value: '' },
    ],
    read: ([file = '', candidate = '']) => ({
      input: { type: 'models', policy: file || usualModelPolicy, candidate: candidate || undefined },
    }),
  },
);

const keys = question<Of<'keys'>>(
  {
    command: 'policy-keys',
    keys: ['K'],
    description: 'keys of config.toml and requirements.toml that are new or retired in another version',
  },
  {
    title: () => 'What may a file say in another version?',
    fields: (_, { status }) => [
      { label: 'From version', value: status?.pin ?? DEFAULT_PIN, required: 'name a version' },
      { label: 'To version', value: '', required: 'name a version, such as 0.160.0' },
    ],
    read: ([from = '', to = '']) =>
      fill((at) => ({
        ...{ type: 'keys', from: at(0, () => exactVersion(from)), to: at(1, () => exactVersion(to)) },
      })),
  },
);

/** What can be looked up in files of the team: rules, the policy map, the model policy, and keys of versions. */
export const lookUps: readonly Binding[] = [rules, who, models, keys];

import { attestCloudModels } from '../../../app/policy/attest-models.ts';
import { decision } from '../../shell/decision.ts';
import { withoutRole } from '../../shell/guards.ts';

/** States which models cloud tasks use, which only the workspace settings show. */
export const attestModels = decision<{ statement: string; seenOn: string }>({
  command: 'attest-models',
  keys: ['M'],
  description: 'state which models cloud tasks use, as the workspace settings show it',
  alsoOn: ['turn'],
  disabled: withoutRole('attest the models of cloud tasks'),
  form: {
    title: () => 'What the workspace settings say of the models of cloud tasks',
    fields: (_, { now }) => [
      { label: 'Statement', value: '', required: 'say what you saw in the workspace settings' },
      { label: 'Seen on', value: now.toISOString().slice(0, 10), required: 'name the day as YYYY-MM-DD' },
    ],
    read: ([statement = '', seenOn = '']) => ({ input: { statement, seenOn } }),
  },
  confirmation: ({ statement, seenOn }, { me, status }) => ({
    question: `Attest what cloud tasks use, as seen on ${seenOn}?`,
    records: [
      `models.cloud-attested: "${statement}"`,
      `as ${me?.email ?? ''}, seen on ${seenOn}, pin ${status?.pin ?? ''}`,
    ],
  }),
  run: async (doing, input) => {
    const { until } = await attestCloudModels(doing.world(), await doing.writable(), input);
    return `stated; it counts until ${until.slice(0, 10)}`;
  },
});

import { UsageError } from '../../../../domain/base/errors.ts';
import { plain } from '../../../../report/base/paint.ts';
import { renderDecision, renderGuide } from '../../../../report/runs/incident/text.ts';
import { inquiry } from '../../../shell/inquiry.ts';
import type { Binding } from '../../../shell/screen.ts';
import type { Doing, State } from '../../../shell/state.ts';
import { selectedIncident } from './rows.ts';

/** Loaded when somebody asks: the first screen does not wait for it. */
const app = async () => ({
  ...(await import('../../../../app/runs/incident/guide.ts')),
  ...(await import('../../../../app/runs/incident/read-incidents.ts')),
  ...(await import('../../../../app/runs/incident/read-decision.ts')),
});

const withoutIncident = (state: State) => (selectedIncident(state) ? undefined : 'no incident is selected');

type History = Parameters<Awaited<ReturnType<typeof app>>['guideIncident']>[1];

/** Reads something of an incident in the folder of the cockpit. */
async function readOf(
  doing: Doing,
  id: string,
  read: (from: Awaited<ReturnType<typeof app>>, store: History) => Promise<string>,
): Promise<string> {
  const from = await app();
  return doing.reading(async (store) => {
    if (!store) throw new UsageError(`there is no incident "${id}"`);
    return read(from, store);
  });
}

const asked = {
  disabled: withoutIncident,
  begin: (state: State) => selectedIncident(state)?.id ?? '',
};

const guide = inquiry<string>({
  ...asked,
  command: 'incident-guide',
  keys: ['w'],
  description:
    'show what is next of the selected incident: the commits of the change, and the exact commands',
  footer: 'what is next',
  title: (id) => `What is next of ${id}, as seen in this folder`,
  answer: (doing, id) =>
    readOf(doing, id, async ({ guideIncident, readIncident }, store) => {
      const incident = await readIncident(store, id);
      return renderGuide(await guideIncident(doing.world(), store, { incident }), plain);
    }),
});

const comparison = inquiry<string>({
  ...asked,
  command: 'incident-comparison',
  keys: ['c'],
  description: 'compare the good and the bad run of the selected incident, and what that proposes',
  footer: 'compare',
  title: (id) => `Prompt drift or tool upgrade? ${id}`,
  answer: (doing, id) =>
    readOf(doing, id, async ({ readDecision, readIncident }, store) => {
      const incident = await readIncident(store, id);
      return renderDecision(await readDecision(doing.world(), store, { incident }), plain);
    }),
});

/** Looking at an incident; nothing is recorded. */
export const guideKeys: readonly Binding[] = [guide, comparison];

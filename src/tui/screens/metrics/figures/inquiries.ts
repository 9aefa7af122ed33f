import { parseWindow } from '../../../../domain/metrics/days.ts';
import { TOKEN_GROUPINGS } from '../../../../domain/metrics/sessions/tokens-beside.ts';
import { plain } from '../../../../report/base/paint.ts';
import { chooseOne, fill, oneOf } from '../../../shell/decision.ts';
import { inquiry } from '../../../shell/inquiry.ts';
import type { Binding } from '../../../shell/screen.ts';
import { asked } from './read.ts';

const definitions = inquiry<undefined>({
  command: 'metric-definitions',
  keys: ['d'],
  description: 'what each metric means, its unit and its side',
  footer: 'definitions',
  begin: () => undefined,
  title: () => 'What the metrics mean',
  answer: async () => (await import('../../../../report/metrics/show.ts')).renderDefinitions(),
});

const budget = inquiry<undefined>({
  command: 'metric-budget',
  keys: ['m'],
  description: 'what was used of the spend limits, beside quality',
  begin: () => undefined,
  title: () => 'Spend limits',
  answer: async (doing) => {
    const [{ readBudget }, { renderBudget }] = await Promise.all([
      import('../../../../app/metrics/figures/read-budget.ts'),
      import('../../../../report/metrics/budget.ts'),
    ]);
    const now = doing.world().now();
    const lines = await doing.reading((store) => readBudget(store, { now, all: false }));
    return lines.length === 0
      ? 'No spend limit is known; i imports them (limits).'
      : renderBudget(lines, plain);
  },
});

const tokens = inquiry<{ by: (typeof TOKEN_GROUPINGS)[number]; window: string }>({
  command: 'metric-tokens',
  keys: ['n'],
  description: 'tokens of imported session files, beside quality',
  form: {
    quick: true,
    title: () => 'Tokens of session files, beside quality',
    fields: (_, state) => [
      { label: 'By', value: 'day', choices: TOKEN_GROUPINGS, pick: true, required: chooseOne },
      { label: 'Window', value: asked.of(state).window, required: 'name a window, such as 30d or 2026-10' },
    ],
    read: ([by = '', window = ''], _, { now }) =>
      fill((at) => {
        at(1, () => parseWindow(window, now));
        return { by: at(0, () => oneOf(TOKEN_GROUPINGS, by)), window };
      }),
  },
  title: ({ by, window }) => `Tokens by ${by}, ${window}`,
  answer: async (doing, { by, window }) => {
    const [{ readTokens }, { renderTokens }] = await Promise.all([
      import('../../../../app/metrics/read-tokens.ts'),
      import('../../../../report/metrics/tokens.ts'),
    ]);
    const now = doing.world().now();
    const request = { by, now, window: parseWindow(window, now) };
    return renderTokens(await doing.reading((store) => readTokens(store, request)));
  },
});

const teams = inquiry<undefined>({
  command: 'metric-teams',
  keys: ['p'],
  description: 'who belongs to which team and cost centre, by which figures are grouped',
  begin: () => undefined,
  title: () => 'Teams and cost centres',
  answer: async (doing) => {
    const [{ listTeams }, { renderTeams }] = await Promise.all([
      import('../../../../app/metrics/quality/teams.ts'),
      import('../../../../report/people/teams.ts'),
    ]);
    return renderTeams(await doing.reading(listTeams));
  },
});

/** What the screen of the figures answers beside them. */
export const metricInquiries: readonly Binding[] = [definitions, budget, tokens, teams];

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importCompliance } from '../../../../src/app/metrics/compliance/import-files.ts';
import { readActivity } from '../../../../src/app/metrics/read-activity.ts';
import { complianceLine } from '../../../support/compliance.ts';
import { team } from '../../../support/team.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
const { signal } = new AbortController();

type Prompt = { session?: string; turn?: string; model?: string; input?: number; output?: number };

let events = 0;

const prompt = (timestamp: string, { session, turn, model, input, output }: Prompt, more: object = {}) =>
  complianceLine({
    ...{ event_id: `e-${++events}`, timestamp: `2026-11-${timestamp}:00Z` },
    event_details: {
      ...{ session_id: session, turn_id: turn, model, environment_id: 'env-1', status: 'success' },
      token_usage: { input_tokens: input, output_tokens: output },
    },
    ...more,
  });

async function imported(...files: readonly string[][]) {
  const { world, store } = await team();
  for (const [index, lines] of files.entries()) {
    writeFileSync(join(world.cwd, `${index}`), lines.join('\n'));
    await importCompliance(world, store, [`${index}`], { signal });
  }
  const activity = await readActivity(store, november);
  const sum = (measure: 'sessions' | 'turns' | 'requests' | 'total_tokens') =>
    activity.rows.reduce((total, { measures }) => total + (measures[measure] ?? 0), 0);
  return { world, store, activity, sum };
}

describe('the activity that compliance logs state', () => {
  it('is by day, person, surface and model, with the repository of the environment', async () => {
    const environment = {
      ...{ environment_id: 'env-1', environment_fields: { repos: ['https://github.com/acme/shop'] } },
    };
    const { activity } = await imported([
      prompt('10T10:00', { session: 's1', turn: 't1', model: 'gpt-5.5', input: 100, output: 20 }),
      prompt('10T10:01', { session: 's1', turn: 't1', model: 'gpt-5.5', input: 50, output: 10 }),
      prompt('10T10:02', {}, { event_type: 'TOOL_CALL_COMPLETED', event_details: { status: 'error' } }),
      prompt('01T00:00', {}, { event_type: 'ENVIRONMENT_CREATED', event_details: environment }),
    ]);
    expect(activity.rows).toMatchObject([
      {
        ...{ source: 'compliance', from: '2026-11-10', to: '2026-11-10', person: 'ada@example.com' },
        ...{
          surface: 'cli',
          model: 'gpt-5.5',
          repository: 'https://github.com/acme/shop',
          grade: 'observed',
        },
        measures: {
          ...{ sessions: 1, turns: 1, requests: 2, failed_requests: 0 },
          ...{ input_tokens: 150, output_tokens: 30, total_tokens: 180 },
        },
      },
      { model: '', measures: { tool_calls: 1, failed_tool_calls: 1 } },
    ]);
    expect(activity.spans).toEqual({ compliance: { from: '2026-11-01', to: '2026-11-10' } });
  });

  it('counts a session and a turn once, on the day on which they began, however the files come', async () => {
    const days = [
      [prompt('12T00:01', { session: 's1', turn: '2' }), prompt('12T09:00', { session: 's2', turn: '1' })],
      [prompt('11T23:59', { session: 's1', turn: '2', model: 'other' })],
      [prompt('11T08:00', { session: 's1', turn: '1' }), prompt('13T08:00', { session: 's1', turn: '3' })],
    ];
    for (const order of [days, days.toReversed()]) {
      const { activity, sum, store } = await imported(...order);
      expect([sum('sessions'), sum('turns'), sum('requests')]).toEqual([2, 4, 5]);
      const sessions = activity.rows.flatMap(({ from, measures }) => (measures.sessions ? [from] : []));
      expect(sessions.sort()).toEqual(['2026-11-11', '2026-11-12']);
      expect((await store.check()).underived).toEqual([]);
    }
  });

  it('leaves out what the log does not say, and counts no key as a person', async () => {
    const { activity } = await imported([
      prompt('10T10:00', {}, { event_details: {}, actor: { type: 'API_KEY', redacted_id: 'sk-...1' } }),
    ]);
    expect(activity.rows).toMatchObject([{ person: '', model: '', repository: '' }]);
    expect(activity.rows[0]?.measures).toEqual({ requests: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import { renderStatusJson } from '../../../../src/report/rollout/status/json.ts';
import { checkOf, failureOf, lastRunOf, statusOf } from '../../../support/recorded-builders.ts';

const rendered = (given: Parameters<typeof statusOf>[0] = {}) =>
  JSON.parse(renderStatusJson(statusOf(given), '/data/cockpit.db'));

describe('the status for programs', () => {
  it('has every documented member', () => {
    const document = rendered();
    expect(document).toMatchObject({
      format: 'codex-cockpit/status',
      version: 2,
      database: '/data/cockpit.db',
      pin: '0.139.0',
      entries: 7,
      rollout: {
        name: 'Acme',
        pin: '0.139.0',
        started_at: '2026-11-19T08:00:00.000Z',
        started_by: 'ada@example.com',
      },
    });
    expect(document.phases[0]).toMatchObject({
      id: 'pilot',
      title: 'Pilot',
      goal: 'Learn where Codex helps',
      output: 'Use cases, risks',
      state: 'current',
      required: 0,
      required_sign_offs: ['rollout owner'],
      blockers: ['the rollout owner has not signed'],
      items: [],
    });
    expect(Object.keys(document.last_run)).toEqual(
      expect.arrayContaining([
        ...['run', 'suite', 'state', 'verdict', 'pin', 'cli', 'started_at', 'started_by'],
        ...['finished_at', 'duration_ms', 'planned', 'counts', 'checks'],
      ]),
    );
  });

  it('says null for what there is not', () => {
    expect(rendered({ rollout: undefined, lastRun: undefined })).toMatchObject({
      rollout: null,
      last_run: null,
    });
  });

  it.each([
    ['finished', {}],
    ['interrupted', { interrupted: true }],
    ['unfinished', { finishedAt: undefined, verdict: undefined, durationMs: undefined }],
  ])('says that a run is %s', (state, run) => {
    const { last_run: shown } = rendered({ lastRun: lastRunOf(run) });
    expect(shown.state).toBe(state);
    if (state === 'unfinished')
      expect(shown).toMatchObject({ verdict: null, finished_at: null, duration_ms: null });
  });

  it('gives the checks in the order in which they finished, counted', () => {
    const checks = [failureOf(), checkOf()];
    const { last_run: shown } = rendered({ lastRun: lastRunOf({ checks, cliVersion: undefined }) });
    expect(shown.checks.map(({ id }: { id: string }) => id)).toEqual(['config.strict', 'cli.version']);
    expect(shown.counts).toMatchObject({ pass: 1, fail: 1 });
    expect(shown.cli).toEqual({ path: '/opt/codex', version: null });
  });
});

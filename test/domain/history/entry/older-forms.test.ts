import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../../src/domain/history/entry/event.ts';

const read = (kind: string, body: unknown) => readEvent({ seq: 7, kind, body: JSON.stringify(body) }).body;

const trees = [{ plugin: 'alpha@acme', tree_sha256: 'aa' }];

// Bodies as the first version of the program recorded them.
describe('an entry of the first form', () => {
  it('about a source says that nobody recorded where it came from', () => {
    const body = {
      v: 1,
      source: 'acme',
      state: 'team standard',
      role: 'platform engineer',
      reason: 'two weeks of use',
      review: 3,
      revision: null,
      trees,
      warnings: [],
    };
    expect(read('source.decided', body)).toEqual({ ...body, v: 2, identity: null });
  });

  it('about a review says neither which source it was of nor by which role', () => {
    const body = {
      v: 1,
      marketplace: 'acme',
      cli_version: '0.139.0',
      outcome: 'changed',
      summary: '1 changes, 1 files',
      before_revision: null,
      after_revision: null,
      changes: [{ kind: 'bytes-changed', subject: 'alpha@acme', text: 'x' }],
      trees,
      evidence: [],
    };
    expect(read('plugins.upgrade-reviewed', body)).toEqual({
      ...body,
      v: 2,
      identity: null,
      role: null,
      compared_with: null,
      snapshot: null,
      files: [],
    });
  });

  it.each([
    [true, 'as reviewed'],
    [false, 'not as reviewed'],
  ])('about an upgrade (%s) says how it came out', (equal, outcome) => {
    const body = { v: 1, marketplace: 'acme', review: 3, equal, differences: [], evidence: [] };
    expect(read('plugins.upgraded', body)).toMatchObject({ v: 2, outcome, started: null, review: 3 });
  });

  it('about a snapshot has no folders of a marketplace', () => {
    const marketplace = {
      name: 'acme',
      source_type: 'git',
      source: 'https://example.com/acme',
      ref: null,
      revision: null,
      root: null,
      broken: null,
    };
    const snapshot = { cli_version: null, marketplaces: [marketplace], plugins: [], findings: [] };
    expect(read('plugins.snapshot-taken', { v: 1, snapshot, files: [] })).toMatchObject({
      snapshot: { marketplaces: [{ ...marketplace, folders: [] }] },
    });
  });

  it('about a snapshot knows of a command its line alone, and no field or digest of a definition', () => {
    const plugin = {
      id: 'alpha@acme',
      version: '1.0.0',
      installed: true,
      enabled: true,
      listed: true,
      install_policy: null,
      auth_policy: null,
      source: null,
    };
    const cached = { path: 'plugins/cache/acme/alpha/1.0.0', tree_sha256: 'aa' };
    const contents = {
      skills: ['hello'],
      mcp_servers: [{ name: 'files', command: '/bin/cat -u' }],
      hooks: [{ event: 'SessionStart', command: 'echo begun' }],
      apps: [],
    };
    const plugins = [
      { ...plugin, cached: { ...cached, contents } },
      { ...plugin, id: 'beta@acme', cached: null },
    ];
    const snapshot = { cli_version: null, marketplaces: [], plugins, findings: [] };
    expect(read('plugins.snapshot-taken', { v: 1, snapshot, files: [] })).toMatchObject({
      v: 2,
      snapshot: {
        plugins: [
          {
            cached: {
              ...cached,
              contents: {
                skills: ['hello'],
                mcp_servers: [{ name: 'files', command: '/bin/cat -u', fields: [], sha256: '' }],
                hooks: [{ event: 'SessionStart', command: 'echo begun', fields: [], sha256: '' }],
              },
            },
          },
          { id: 'beta@acme', cached: null },
        ],
      },
    });
  });

  it('about acknowledged commands proves none of their definitions', () => {
    const command = { plugin: 'alpha@acme', kind: 'hook', name: 'SessionStart', command: 'echo begun' };
    const body = { v: 1, source: 'acme', role: 'security owner', commands: [command] };
    expect(read('source.acknowledged', body)).toEqual({
      ...body,
      v: 2,
      commands: [{ ...command, fields: [], sha256: '' }],
    });
  });

  it('about a rehearsal does not know which files could not be searched', () => {
    const cli = { version: '0.139.0', path: '/opt/codex', sha256: 'aa' };
    const body = {
      ...{ v: 1, rehearsal: 'one', from: cli, to: cli, inputs_sha256: 'bb' },
      rules: { version: 1, sha256: 'cc', overrides: [] },
      ...{ verdict: 'clear', counts: { blocker: 0, warning: 0, note: 0 }, blockers: [] },
      ...{ areas_without_rules: [], folders: ['.'], searched: ['.'], runs: null, parts: [], duration_ms: 1 },
    };
    expect(read('upgrade.rehearsed', body)).toEqual({ ...body, v: 2, unsearched: null });
  });

  it('about an approval does not know whose release notes were reviewed', () => {
    const cli = { version: '0.139.0', path: '/opt/codex', sha256: 'aa' };
    const changelog = { reviewed: 3, age_days: 9 };
    const body = {
      ...{ v: 1, rehearsal: 'one', seq: 3, from: cli, to: cli, reason: 'x', role: 'rollout owner' },
      ...{ waivers: [], signatures: [4, 5], changelog, one_person: false },
    };
    const read2 = { ...body, v: 2, changelog: { ...changelog, versions: null } };
    expect(read('upgrade.approved', body)).toEqual(read2);
  });

  it('about machines does not know by which suite they were judged', () => {
    const one = {
      ...{ machine: 'ci-1', at: '2026-11-21T10:00:00.000Z', version: '0.139.0', cli_sha256: null },
      ...{ verdict: 'pass', failed: [], signed_by: null, sha256: 'aa' },
    };
    const body = { v: 1, reports: [one], role: 'platform engineer' };
    expect(read('machines.reported', body)).toEqual({ ...body, v: 2, reports: [{ ...one, suite: null }] });
  });

  it('with a field that it never had is refused', () => {
    const body = { v: 1, marketplace: 'a', review: 3, equal: true, differences: [], evidence: [], more: 1 };
    expect(() => read('plugins.upgraded', body)).toThrow('entry 7 (plugins.upgraded) cannot be read');
  });

  it.each([
    ['verified-change-rate', '%', '2026-10', { side: 'quality', from: '2026-10-01', to: '2026-10-31' }],
    ['defect-rate', '%', '2026-10-05..2026-10-18', { side: 'quality', from: '2026-10-05', to: '2026-10-18' }],
    ['weekly-active-people', 'people', '7d', { side: 'adoption', from: null, to: null }],
    ['rate', '%', 'sprint 12', { side: 'quality', from: null, to: null }],
  ])(
    'about the metric %s in %s says its side, and the days of %s where it names some',
    (metric, unit, window, days) => {
      const body = { v: 1, metric, value: 87, unit, n: 120, window, source: 'CI' };
      expect(read('metric.recorded', body)).toEqual({ ...body, v: 2, team: '', repository: '', ...days });
    },
  );
});

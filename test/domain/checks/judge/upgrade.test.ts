import { describe, expect, it } from 'vitest';
import { judgeProtocol } from '../../../../src/domain/checks/judge/appserver-protocol.ts';
import {
  configWarnings,
  judgeUsingDefaults,
  judgeWarnings,
} from '../../../../src/domain/checks/judge/config-warnings.ts';
import { judgeDaemon } from '../../../../src/domain/checks/judge/daemon-version.ts';
import { judgeFeatures } from '../../../../src/domain/checks/judge/features-diff.ts';
import { judgeIntegrity } from '../../../../src/domain/checks/judge/install-integrity.ts';
import { judgeCatalog } from '../../../../src/domain/checks/judge/models-catalog.ts';
import { judgePinKnowsRequirements } from '../../../../src/domain/checks/judge/pin-new-enough.ts';
import { judgeProfileFiles } from '../../../../src/domain/checks/judge/profile-files.ts';
import { outcome } from '../../../support/outcome.ts';

describe('installed bytes', () => {
  const binary = { platform: 'linux-x64', sha256: 'aa' };
  const judge = (given = {}) =>
    judgeIntegrity({
      binary,
      recorded: 'aa',
      locked: { file: 'l', wrapper: 'w', native: 'n' },
      tested: '0.139.0',
      ...given,
    });

  it('pass when they are the recorded ones and the lock fixes both packages', () => {
    expect(judge()).toMatchObject({
      verdict: 'pass',
      summary: expect.stringContaining('both packages are fixed'),
    });
    expect(judge({ locked: undefined })).toMatchObject({
      verdict: 'pass',
      summary: expect.stringContaining('no lock'),
    });
  });

  it.each([
    ['fail when they are others', { recorded: 'bb' }, 'fail'],
    [
      'fail when the lock does not fix the native package',
      { locked: { file: 'l', wrapper: 'w', native: undefined } },
      'fail',
    ],
    ['are skipped without a baseline', { recorded: undefined }, 'skip'],
    ['are skipped for another kind of install', { binary: undefined }, 'skip'],
  ])('%s', (_, given, verdict) => {
    expect(judge(given).verdict).toBe(verdict);
  });
});

describe('features', () => {
  const listed = outcome({ stdout: 'apps  stable  true\nold  removed  false\n' });
  const baseline = { apps: { stage: 'stable', enabled: true } };
  const judge = (given = {}) => judgeFeatures({ listed, baseline, pin: '0.139.0', setByTeam: [], ...given });

  it.each([
    ['pass when they are those of the pin', {}, 'pass'],
    ['fail when the team sets one that is gone', { setByTeam: ['old'] }, 'fail'],
    ['fail when the team sets one that never was', { setByTeam: ['aps'] }, 'fail'],
    ['warn when a default flipped', { baseline: { apps: { stage: 'stable', enabled: false } } }, 'warn'],
    ['pass when some are new', { baseline: {} }, 'pass'],
    ['are skipped without a baseline', { baseline: undefined }, 'skip'],
    ['are an error when they cannot be listed', { listed: outcome({ code: 1 }) }, 'error'],
    ['are an error when the list is something else', { listed: outcome({ stdout: 'hello' }) }, 'error'],
  ])('%s', (_, given, verdict) => {
    expect(judge(given).verdict).toBe(verdict);
  });
});

describe('the protocol', () => {
  const protocol = {
    digest: 'a',
    requests: { 'thread/start': ['cwd'] },
    notifications: [],
    serverRequests: [],
  };
  const judge = (given: Partial<typeof protocol>, used: string[] = []) =>
    judgeProtocol({ ...protocol, digest: 'b', ...given }, protocol, { pin: '0.139.0', used });

  it.each([
    ['passes when its methods are those of the pin', judge({}), 'pass'],
    ['passes when methods are new', judge({ notifications: ['x'] } as never), 'pass'],
    ['warns when a method is gone that nobody named', judge({ requests: {} } as never), 'warn'],
    ['fails when a method in use is gone', judge({ requests: {} } as never, ['thread/start']), 'fail'],
    [
      'fails when a method in use needs more',
      judge({ requests: { 'thread/start': ['cwd', 'id'] } }, ['thread/start']),
      'fail',
    ],
    [
      'is skipped where it cannot be generated',
      judgeProtocol(null, protocol, { pin: '0.139.0', used: [] }),
      'skip',
    ],
    [
      'is skipped without a baseline',
      judgeProtocol(protocol, undefined, { pin: '0.139.0', used: [] }),
      'skip',
    ],
  ])('%s', (_, judged, verdict) => {
    expect(judged.verdict).toBe(verdict);
  });
});

describe('the model catalog', () => {
  const models = [
    { slug: 'new', visibility: 'list', upgrade: null },
    { slug: 'old', visibility: 'list', upgrade: 'new' },
    { slug: 'shy', visibility: 'hide', upgrade: null },
  ];
  it.each([
    ['passes when the configured model is listed', ['new'], 'pass'],
    ['warns when it has a successor', ['old'], 'warn'],
    ['warns when none is configured', [], 'warn'],
    ['fails when it is hidden', ['shy'], 'fail'],
    ['fails when it is gone', ['new', 'gone'], 'fail'],
  ])('%s', (_, slugs, verdict) => {
    expect(
      judgeCatalog(
        models,
        slugs.map((slug) => ({ slug, where: 'config.toml model' })),
        '0.139.0',
      ).verdict,
    ).toBe(verdict);
  });
});

describe('the daemon', () => {
  const running = (appServerVersion: string) =>
    outcome({ stdout: JSON.stringify({ status: 'running', cliVersion: '0.139.0', appServerVersion }) });

  it.each([
    [
      'is skipped when none runs',
      outcome({ code: 1, stderr: 'Error: failed to connect to /h/app-server-control.sock' }),
      'skip',
    ],
    ['is skipped where there is no such command', outcome({ code: 2 }), 'skip'],
    ['passes when it is of the same version', running('0.139.0'), 'pass'],
    ['fails when a newer one was left running', running('0.169.0'), 'fail'],
    ['fails when it answers with something else', outcome({ stdout: 'ok' }), 'fail'],
  ])('%s', (_, answer, verdict) => {
    expect(judgeDaemon(answer).verdict).toBe(verdict);
  });
});

describe('warnings about the configuration', () => {
  const sent = (summary: string, details = '') =>
    configWarnings([{ method: 'configWarning', params: { summary, details } }]);

  it('fail when the server goes on with defaults', () => {
    expect(
      judgeUsingDefaults(sent('Invalid configuration; using defaults.', 'config.toml:1:11'), 'f').verdict,
    ).toBe('fail');
    expect(judgeUsingDefaults([], 'f').verdict).toBe('pass');
  });

  it('warn of everything but the bundled bubblewrap', () => {
    expect(judgeWarnings(sent('Codex could not find bubblewrap on PATH.'), 'f').verdict).toBe('pass');
    expect(judgeWarnings(sent('Configured filesystem path `:home` is not recognized'), 'f')).toMatchObject({
      verdict: 'warn',
    });
  });

  it('are read from their notifications only', () => {
    expect(
      configWarnings([
        { method: 'warning', params: { summary: 'x' } },
        { method: 'configWarning', params: 3 },
      ]),
    ).toEqual([]);
  });
});

describe('the requirements in force', () => {
  const judge = (keys: readonly string[], pin = '0.139.0') =>
    judgePinKnowsRequirements({ file: 'r.toml', keys }, 'r.toml', pin);

  it('pass when the pin understands every key', () => {
    expect(judge(['allowed_sandbox_modes', 'rules']).verdict).toBe('pass');
  });

  it('fail on a mistyped key, with the one that was meant', () => {
    expect(judge(['allowed_sandbox_mode'])).toMatchObject({
      verdict: 'fail',
      actual: 'allowed_sandbox_mode (did you mean allowed_sandbox_modes?)',
    });
  });

  it('fail when the file is no TOML, and are skipped when there is none or the version is unknown', () => {
    expect(
      judgePinKnowsRequirements({ file: 'r.toml', broken: 'r.toml:1:2: x' }, 'r.toml', '0.139.0').verdict,
    ).toBe('fail');
    expect(judgePinKnowsRequirements(undefined, 'r.toml', '0.139.0').verdict).toBe('skip');
    expect(judge(['rules'], '0.169.0').verdict).toBe('skip');
  });
});

describe('profiles', () => {
  it.each([
    ['are skipped when none is in use', { named: [], files: [], legacy: [] }, 'skip'],
    ['pass when each has its file', { named: ['team'], files: ['team'], legacy: [] }, 'pass'],
    ['fail when one has no file', { named: ['team'], files: [], legacy: [] }, 'fail'],
    ['fail when a file and a table have one name', { named: [], files: ['team'], legacy: ['team'] }, 'fail'],
    ['fail when there are only tables of the old form', { named: [], files: [], legacy: ['team'] }, 'fail'],
  ])('%s', (_, trial, verdict) => {
    expect(judgeProfileFiles(trial).verdict).toBe(verdict);
  });
});

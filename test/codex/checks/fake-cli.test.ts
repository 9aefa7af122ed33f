import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import baseline from '../../../data/baselines/0.139.0.json' with { type: 'json' };
import { runOn, shippedCheck } from '../../support/bench.ts';
import { callsOf, fakeCodex, type Rule } from '../../support/fake-codex.ts';
import { expectNoneLeft, hasProcessTable } from '../../support/process-table.ts';
import { testWorld } from '../../support/world.ts';

/** Runs a shipped check on a stand-in that follows these rules. Nothing of it may be left afterwards. */
async function judge(id: string, rules: readonly Rule[], { timeoutMs = 20_000 } = {}) {
  const world = testWorld();
  const codex = fakeCodex(...rules);
  const { judgement, exhibits } = await runOn(codex, world, shippedCheck(id, { timeoutMs }));
  const scratch = join(world.root, 'cache', 'codex-cockpit', 'scratch');
  expect(readdirSync(scratch), 'environments left behind').toEqual([]);
  if (hasProcessTable) await expectNoneLeft(codex);
  return { ...judgement, evidence: exhibits.map(({ text }) => text).join('\n'), codex };
}

const line = (event: object) => `${JSON.stringify(event)}\n`;

describe('a CLI that misbehaves when it is asked for its version', () => {
  it.each<[string, Rule, object]>([
    [
      'states another one fails',
      { when: ['--version'], stdout: 'codex-cli 0.150.0\n' },
      { verdict: 'fail', actual: 'codex-cli 0.150.0' },
    ],
    [
      'states a candidate of it fails',
      { when: ['--version'], stdout: 'codex-cli 0.139.0-alpha.1\n' },
      { verdict: 'fail', actual: 'codex-cli 0.139.0-alpha.1' },
    ],
    [
      'warns on stderr passes',
      { when: ['--version'], stdout: 'codex-cli 0.139.0\n', stderr: 'WARNING: proceeding\n' },
      { verdict: 'pass' },
    ],
    [
      'warns on stdout before it passes',
      { when: ['--version'], stdout: 'WARNING: x\ncodex-cli 0.139.0\n', stderr: 'ERROR y\n' },
      { verdict: 'pass' },
    ],
    [
      'states it on stderr only fails',
      { when: ['--version'], stderr: 'codex-cli 0.139.0\n' },
      { verdict: 'fail', actual: '(nothing on stdout)' },
    ],
    [
      'only mentions it fails',
      { when: ['--version'], stdout: 'this is not codex-cli 0.139.0\n' },
      { verdict: 'fail', actual: 'this is not codex-cli 0.139.0' },
    ],
    [
      'states it and exits with an error fails',
      { when: ['--version'], stdout: 'codex-cli 0.139.0\n', exit: 3 },
      { verdict: 'fail', actual: 'exit 3' },
    ],
    ['says nothing fails', { when: ['--version'] }, { verdict: 'fail', actual: '(nothing on stdout)' }],
    [
      'crashes without a word fails',
      { when: ['--version'], signal: 'SIGSEGV' },
      { verdict: 'fail', actual: 'killed by SIGSEGV' },
    ],
    [
      'is half installed fails, without its advice to take the latest',
      {
        when: ['--version'],
        exit: 1,
        stderr:
          'file:///x/codex.js:9\n\nError: Missing optional dependency @openai/codex-linux-x64. Reinstall Codex: npm install -g @openai/codex@latest\n',
      },
      { verdict: 'fail', actual: 'exit 1: Error: Missing optional dependency @openai/codex-linux-x64.' },
    ],
  ])('and %s', async (_, rule, judgement) => {
    const found = await judge('cli.version', [rule]);
    expect(found).toMatchObject(judgement);
    if (found.verdict === 'fail') expect(found.remedy).toContain('@openai/codex@0.139.0');
    expect(`${found.actual} ${found.remedy}`).not.toContain('@latest');
  });

  it('and ends while a child of it keeps the output open is not waited for', async () => {
    const stdout = 'codex-cli 0.139.0\n';
    const found = await judge('cli.version', [{ when: ['--version'], stdout, grandchild: true }]);
    expect(found.verdict).toBe('pass');
  });
});

describe('a CLI that cannot be run', () => {
  it.each([
    ['is missing', 'no file ', (path: string) => join(path, '..', 'nowhere')],
    [
      'may not be executed',
      'EACCES',
      (path: string) => {
        chmodSync(path, 0o600);
        return path;
      },
    ],
  ])('since it %s fails the version and makes every other check an error', async (_, code, spoil) => {
    const world = testWorld();
    const codex = spoil(fakeCodex());
    const version = await runOn(codex, world, shippedCheck('cli.version'));
    expect(version.judgement).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining(code),
      remedy: expect.stringContaining('@openai/codex@0.139.0'),
    });
    for (const id of ['cli.doctor', 'config.strict', 'appserver.stdio', 'exec.smoke']) {
      expect((await runOn(codex, world, shippedCheck(id))).judgement, id).toMatchObject({
        verdict: 'error',
        remedy: expect.stringContaining('@openai/codex@0.139.0'),
      });
    }
  });
});

describe('a doctor', () => {
  const help: Rule = { when: ['help', 'doctor'], stdout: 'Usage: codex doctor [OPTIONS]\n' };
  const says = (report: object, exit = 0): Rule[] => [
    help,
    { when: ['doctor'], stdout: JSON.stringify(report), exit },
  ];
  const entry = (id: string, status: string) => ({
    [id]: {
      id,
      category: 'x',
      status,
      summary: `${id} is ${status}`,
      details: {},
      remediation: null,
      durationMs: 1,
    },
  });
  const report = (checks: object, more: object = {}) => ({
    schemaVersion: 1,
    generatedAt: '1s since unix epoch',
    overallStatus: 'fail',
    codexVersion: '0.139.0',
    checks,
    ...more,
  });

  it('that exits with 1, as it does offline, is judged by its report', async () => {
    const offline = { ...entry('config.load', 'ok'), ...entry('auth.credentials', 'fail') };
    expect(await judge('cli.doctor', says(report(offline), 1))).toMatchObject({ verdict: 'pass' });
  });

  it('that exits with 0 is judged by its report as well', async () => {
    expect(await judge('cli.doctor', says(report(entry('config.load', 'fail'))))).toMatchObject({
      verdict: 'fail',
      summary: 'doctor: config.load fail',
    });
  });

  it('that knows checks which we do not is understood', async () => {
    const newer = { ...entry('config.load', 'ok'), ...entry('security.endpoint', 'ok') };
    expect(await judge('cli.doctor', says(report(newer), 1))).toMatchObject({ verdict: 'pass' });
  });

  it.each([
    ['prints no JSON', [help, { when: ['doctor'], stdout: 'all fine' }], 'exit 0: all fine'],
    ['prints nothing', [help, { when: ['doctor'] }], 'exit 0: (nothing on stdout)'],
    [
      'prints a warning before its JSON',
      [help, { when: ['doctor'], stdout: `WARNING: x\n${JSON.stringify(report({}))}` }],
      'exit 0: WARNING: x',
    ],
    ['has a report of another form', says(report([], { schemaVersion: 2 })), '"schemaVersion":2'],
  ] satisfies [string, Rule[], string][])('that %s fails', async (_, rules, actual) => {
    const found = await judge('cli.doctor', rules);
    expect(found).toMatchObject({
      verdict: 'fail',
      summary: 'codex doctor --json did not print its report',
      actual: expect.stringContaining(actual),
    });
  });

  it('that does not exist is a skip with the reason', async () => {
    const missing: Rule = {
      when: ['help', 'doctor'],
      exit: 2,
      stderr: "error: unrecognized subcommand 'doctor'\n",
    };
    const { verdict, summary } = await judge('cli.doctor', [missing]);
    expect([verdict, summary]).toEqual(['skip', expect.stringContaining('doctor')]);
  });
});

describe('lists', () => {
  const help: Rule = { when: ['help', 'plugin', 'list'], stdout: '  --json\n' };
  const plugins: Rule = { when: ['plugin', 'list'], stdout: '{"installed":[],"available":[]}' };
  const marketplaces: Rule = { when: ['plugin', 'marketplace'], stdout: '{"marketplaces":[]}' };

  it('of plugins that are JSON pass, whatever is on stderr', async () => {
    const noisy = { ...plugins, stderr: 'ERROR codex: bubblewrap\n' };
    expect(await judge('plugins.inventory', [help, noisy, marketplaces])).toMatchObject({
      verdict: 'pass',
      summary: '0 installed, 0 available, 0 marketplaces',
    });
  });

  it.each<[string, Rule[], string]>([
    ['no JSON', [{ ...plugins, stdout: 'nothing installed' }, marketplaces], 'not JSON: nothing installed'],
    ['nothing', [{ ...plugins, stdout: '' }, marketplaces], 'not JSON: (nothing on stdout)'],
    ['JSON of another form', [{ ...plugins, stdout: '{"installed":{}}' }, marketplaces], 'installed: '],
    ['an error', [plugins, { ...marketplaces, exit: 1, stderr: 'Error: broken\n' }], 'exit 1: Error: broken'],
  ])('of plugins that are %s fail', async (_, rules, actual) => {
    expect(await judge('plugins.inventory', [help, ...rules])).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining(actual),
    });
  });

  it('of features may have a stage that the CLI did not have before', async () => {
    const known = Object.entries(baseline.features).map(([name, { stage, enabled }]) => [
      name,
      stage,
      enabled,
    ]);
    const stdout = [...known, ['new_thing', 'half baked', false]]
      .map((row) => `${row.join('    ')}\n`)
      .join('');
    expect(await judge('features.diff', [{ when: ['features', 'list'], stdout }])).toMatchObject({
      verdict: 'pass',
      summary: 'everything of the features of 0.139.0 is there; 1 additions or changes',
    });
  });

  it('of models may be larger than a megabyte', async () => {
    const models = Array.from({ length: 1500 }, (_, index) => ({
      slug: `model-${index}`,
      display_name: 'x'.repeat(1000),
      visibility: 'list',
      supported_reasoning_levels: [],
    }));
    const stdout = JSON.stringify({ models });
    expect(stdout.length).toBeGreaterThan(1024 * 1024);
    const rules: Rule[] = [
      { when: ['help', 'debug', 'models'], stdout: 'Usage\n' },
      { when: ['debug', 'models'], stdout },
    ];
    expect(await judge('models.catalog', rules)).toMatchObject({
      verdict: 'warn',
      summary: 'no model is configured, so the default of each CLI version is used',
    });
  });
});

describe('an app-server', () => {
  const userAgent = 'codex_cockpit/0.139.0 (x)';
  const serves = (appServer: Rule['appServer'], more: Partial<Rule> = {}): Rule[] => [
    { when: ['app-server'], ...(appServer ? { appServer } : {}), ...more },
  ];

  it('may send notifications, noise and a flood on stderr before it replies', async () => {
    const before = [
      '{"method":"configWarning","params":{"summary":"x"}}',
      'not json at all',
      '{"id":99,"result":{}}',
      '{"id":1,"method":"item/commandExecution/requestApproval","params":{}}',
    ];
    const flood = { stderr: 'noise\n', stderrTimes: 200_000 };
    expect(await judge('appserver.stdio', serves({ before, userAgent }, flood))).toMatchObject({
      verdict: 'pass',
    });
  });

  it('may reply in pieces, be it in the middle of a letter', async () => {
    expect(
      await judge('appserver.stdio', serves({ userAgent: `${userAgent} éè€`, split: true })),
    ).toMatchObject({ verdict: 'pass' });
  });

  it('of another version fails', async () => {
    expect(await judge('appserver.stdio', serves({ userAgent: 'codex_cockpit/0.150.0 (x)' }))).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('0.150.0'),
    });
  });

  it('that refuses to initialize fails with what it said', async () => {
    expect(await judge('appserver.stdio', serves({ refusal: 'Not today' }))).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('Not today'),
    });
  });

  it.each<[string, Partial<Rule>, string]>([
    [
      'exits',
      { exit: 1, stderr: 'Error: while executing migration 1: table logs already exists\n' },
      'it ended without a reply: exit 1',
    ],
    ['exits as if all were well', { exit: 0 }, 'it ended without a reply: exit 0'],
  ])('that %s instead of replying fails', async (_, more, actual) => {
    expect(await judge('appserver.stdio', serves(undefined, more))).toMatchObject({
      verdict: 'fail',
      actual,
    });
  });

  it('that crashes instead of replying proves nothing, and is an error', async () => {
    expect(await judge('appserver.stdio', serves(undefined, { signal: 'SIGSEGV' }))).toMatchObject({
      verdict: 'error',
      actual: 'it ended without a reply: killed by SIGSEGV',
    });
  });

  it('that never replies is stopped in time, and the advice names the check, its place and its time', async () => {
    const { remedy, verdict } = await judge('appserver.stdio', serves({}), { timeoutMs: 1500 });
    expect(verdict).toBe('fail');
    expect(remedy).toMatch(
      /appserver\.stdio only needs longer than 1\.5 s, raise its timeout at checks\/upgrade\.yaml:\d+:5/,
    );
  });

  it('that replies and then does not end when its input ends is stopped in time', async () => {
    const { verdict } = await judge('appserver.stdio', serves({ userAgent, staysOn: true }), {
      timeoutMs: 3000,
    });
    expect(verdict).toBe('pass');
  });

  it('that ignores TERM and leaves a child is killed with it', async () => {
    const rule = serves({}, { ignoreTerm: true, grandchild: true });
    expect((await judge('appserver.stdio', rule, { timeoutMs: 1000 })).verdict).toBe('fail');
  });
});

describe('a WebSocket listener', () => {
  const userAgent = 'codex_cockpit/0.139.0 (x)';
  const listens = (listen: Rule['listen']): Rule[] => [
    { when: ['app-server'], ...(listen ? { listen } : {}) },
  ];

  it('that lets anyone in fails, although it answers as it should', async () => {
    expect(await judge('appserver.ws-auth', listens({ status: 101, userAgent }))).toMatchObject({
      verdict: 'fail',
      summary: 'app-server accepts clients without the token',
      actual: 'no token 101, wrong token 101, right token 101',
    });
  });

  it.each<[string, number, string]>([
    ['refuses everybody with 403, as for an Origin', 403, 'app-server did not refuse with 401'],
    ['refuses the right token too', 401, 'app-server does not accept the right token'],
  ])('that %s fails', async (_, status, summary) => {
    expect(await judge('appserver.ws-auth', listens({ status }))).toMatchObject({ verdict: 'fail', summary });
  });

  it('that never answers an upgrade fails in time', async () => {
    const found = await judge('appserver.ws-auth', listens({ status: null }), { timeoutMs: 1500 });
    expect(found.verdict).toBe('fail');
  });

  it.each<[string, Rule, string]>([
    [
      'ends',
      { when: ['app-server'], exit: 1, stderr: 'Error: Address in use (os error 98)\n' },
      'Address in use',
    ],
    [
      'says it listens elsewhere',
      { when: ['app-server'], stderr: 'listening on: ws://0.0.0.0:80\n' },
      'exit 0',
    ],
  ])('that %s instead of listening fails', async (_, rule, actual) => {
    expect(await judge('appserver.ws-auth', [rule])).toMatchObject({
      verdict: 'fail',
      summary: 'app-server did not listen',
      actual: expect.stringContaining(actual),
    });
  });

  it('of a version without the flags is a skip', async () => {
    const stderr = "error: unexpected argument '--ws-auth' found\n";
    expect(await judge('appserver.ws-auth', [{ when: ['app-server'], exit: 2, stderr }])).toMatchObject({
      verdict: 'skip',
    });
  });

  it('keeps its token out of the process list, and out of the evidence', async () => {
    const { codex, evidence } = await judge('appserver.ws-auth', listens({ status: 401 }));
    const words = callsOf(codex).flatMap(({ args }) => args);
    expect(words).toContain('--ws-token-file');
    for (const text of [...words, evidence]) expect(text).not.toMatch(/[0-9a-f]{64}/);
  });
});

describe('a turn', () => {
  const started = [line({ type: 'thread.started', thread_id: 't' }), line({ type: 'turn.started' })].join('');
  const completed = line({ type: 'turn.completed', usage: { input_tokens: 1, output_tokens: 1 } });
  const failed = line({ type: 'turn.failed', error: { message: 'no' } });

  it.each<[string, Partial<Rule>, string]>([
    ['that is never completed, with exit code 0', { stdout: started }, '0 turn.completed events'],
    ['that failed, with exit code 0', { stdout: started + failed }, 'turn.failed'],
    ['that is completed twice', { stdout: started + completed + completed }, '2 turn.completed events'],
    ['that is cut off', { stdout: `${started}${completed.slice(0, 20)}` }, '0 turn.completed events'],
    ['without a command that was run', { stdout: started + completed }, 'no command result with the nonce'],
  ])('%s fails', async (_, rule, actual) => {
    expect(await judge('exec.smoke', [{ when: ['exec'], ...rule }])).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining(actual),
    });
  });

  it('that crashes proves nothing, and is an error', async () => {
    expect(await judge('exec.smoke', [{ when: ['exec'], stdout: started, signal: 'SIGSEGV' }])).toMatchObject(
      { verdict: 'error', actual: expect.stringContaining('killed by SIGSEGV') },
    );
  });

  it('that hangs is stopped in time', async () => {
    const found = await judge('exec.smoke', [{ when: ['exec'], stdout: started, hang: true }], {
      timeoutMs: 1500,
    });
    expect(found).toMatchObject({ verdict: 'fail', actual: expect.stringContaining('no answer within') });
  });

  it('whose failure is told as a success is found', async () => {
    const found = await judge('exec.failure', [{ when: ['exec'], stdout: started + completed }]);
    expect(found).toMatchObject({ verdict: 'fail', summary: 'a failing turn is not reported as failed' });
  });

  it('of the debug client that failed with exit code 0 is found', async () => {
    const stdout = '< turn/completed notification: Failed\n[turn error] stream disconnected\n';
    const help: Rule = { when: ['help', 'debug', 'app-server', 'send-message-v2'], stdout: 'Usage\n' };
    expect(await judge('appserver.debug-turn', [help, { when: ['debug'], stdout }])).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('notification Failed'),
    });
  });
});

describe('a daemon', () => {
  it('of another version is found, as after a rollback', async () => {
    const stdout = line({ status: 'running', cliVersion: '0.139.0', appServerVersion: '0.169.0' });
    expect(
      await judge('daemon.version', [{ when: ['app-server', 'daemon', 'version'], stdout }]),
    ).toMatchObject({
      verdict: 'fail',
      actual: 'CLI 0.139.0, daemon 0.169.0',
    });
  });
});

describe('a secret that a CLI prints', () => {
  it('does not get into the evidence, nor one of our own environment', async () => {
    const { evidence } = await judge('cli.version', [
      { when: ['--version'], stdout: 'codex-cli 0.139.0\nusing sk-proj-abcdefghijklmnop0123456789\n' },
    ]);
    expect(evidence).toContain('sk-proj-[redacted]');
    expect(evidence).not.toContain('abcdefghijklmnop');
  });

  it('of the proxy does not get into the evidence', async () => {
    const world = testWorld({
      HTTPS_PROXY: 'http://ada:hunter2hunter2@proxy:3128',
      OPENAI_API_KEY: 'plain-key',
    });
    const codex = fakeCodex({ when: ['--version'], stdout: 'codex-cli 0.139.0\n', printEnvironment: true });
    const { judgement, exhibits } = await runOn(codex, world, shippedCheck('cli.version'));
    const evidence = exhibits.map(({ text }) => text).join('');
    expect(judgement.verdict).toBe('pass');
    expect(evidence).toContain('proxy:3128');
    expect(evidence).not.toMatch(/hunter2|plain-key/);
  });
});

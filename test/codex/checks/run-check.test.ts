import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/domain/checks/check.ts';
import { expectationSchema } from '../../../src/domain/checks/expectation.ts';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { callsOf, fakeCodex } from '../../support/fake-codex.ts';
import { expectNoneLeft, expectSome, hasProcessTable } from '../../support/process-table.ts';
import { testWorld } from '../../support/world.ts';

/** A check that runs a command. */
function command(argv: readonly string[], more: Partial<Check> = {}): Check {
  const action = { type: 'command', argv, expect: expectationSchema.parse({}) } as const;
  return shippedCheck('cli.version', { id: 'team.one', timeoutMs: 20_000, action, ...more });
}

const shell = (script: string, more: Partial<Check> = {}) => command(['sh', '-c', script], more);

const scratchOf = ({ root }: { root: string }) => join(root, 'cache', 'codex-cockpit', 'scratch');

describe('a check', () => {
  it('works in an empty folder with an empty CODEX_HOME of its own, both for their owner only', async () => {
    const world = testWorld();
    const codex = fakeCodex();
    for (const word of ['one', 'two']) await runOn(codex, world, command(['codex', word]));
    const calls = callsOf(codex).filter(({ args }) => args[0] !== '--version');
    expect(calls.map(({ args }) => args)).toEqual([['one'], ['two']]);
    expect(calls.map(({ homeHolds }) => homeHolds)).toEqual([[], []]);
    expect(new Set(calls.flatMap(({ codexHome, cwd }) => [codexHome, cwd])).size).toBe(4);
    for (const { codexHome, cwd, stdin } of calls) {
      expect(codexHome.startsWith(scratchOf(world))).toBe(true);
      expect(cwd.startsWith(scratchOf(world))).toBe(true);
      expect(stdin).toBe('null');
    }
  });

  it('finds its places closed to others', async () => {
    const world = testWorld();
    const done = join(world.root, 'done');
    const waiting = runOn(fakeCodex(), world, shell(`while [ ! -e ${done} ]; do sleep 0.05; done`));
    await expect
      .poll(() => existsSync(scratchOf(world)) && readdirSync(scratchOf(world)).length)
      .toBeTruthy();
    const [place = ''] = readdirSync(scratchOf(world));
    expect((statSync(join(scratchOf(world), place)).mode & 0o077).toString(8)).toBe('0');
    writeFileSync(done, '');
    expect((await waiting).judgement.verdict).toBe('pass');
    expect(readdirSync(scratchOf(world))).toEqual([]);
  });

  it('leaves nothing behind, whatever it made and however it ended', async () => {
    const world = testWorld();
    for (const script of [
      'mkdir -p "$CODEX_HOME/a/b" && touch "$CODEX_HOME/a/b/c" && chmod 500 "$CODEX_HOME/a"',
      'touch made; exit 3',
      'touch made; kill -KILL $$',
      'sleep 600 & sleep 600',
    ]) {
      await runOn(fakeCodex(), world, shell(script, { timeoutMs: 1000 }));
      expect(readdirSync(scratchOf(world)), script).toEqual([]);
    }
    if (hasProcessTable) await expectNoneLeft(scratchOf(world));
  });

  it('names its private folders by what they stand for, in the verdict and in the evidence', async () => {
    const world = testWorld();
    const script = 'pwd; echo "$CODEX_HOME/config.toml"; echo "Error: $CODEX_HOME/x" >&2; exit 1';
    const { judgement, exhibits } = await runOn(fakeCodex(), world, shell(script));
    expect(judgement).toMatchObject({ verdict: 'fail', actual: 'exit 1: Error: $CODEX_HOME/x' });
    expect(exhibits.map(({ text }) => text).join()).toContain('$WORK\n$CODEX_HOME/config.toml');
    expect(JSON.stringify([judgement, exhibits])).not.toContain(world.root);
  });

  it('keeps secrets out of its verdict, its remedy and its evidence, the words of the call included', async () => {
    const key = 'sk-proj-abcdefghijklmnop0123456789';
    const script = `echo "Error: refused ${key}" >&2; exit 1`;
    const { judgement, exhibits } = await runOn(fakeCodex(), testWorld(), shell(script));
    expect(judgement).toMatchObject({ actual: 'exit 1: Error: refused sk-proj-[redacted]' });
    expect(exhibits[0]?.label).toContain('sk-proj-[redacted]');
    expect(JSON.stringify([judgement, exhibits])).not.toContain('abcdefghijklmnop');
  });

  it('shows hostile output without what would steer a terminal', async () => {
    const script = `printf 'Error: \\033[31mred\\033[0m\\007 \\033]0;title\\007' >&2; exit 1`;
    const { judgement } = await runOn(fakeCodex(), testWorld(), shell(script));
    expect(judgement.actual).not.toMatch(/\p{Cc}/u);
    expect(judgement.actual).toContain('red');
  });

  it('that used up its time before it asked says so, and nothing of the CLI', async () => {
    const { judgement } = await runOn(fakeCodex(), testWorld(), shell('echo asked', { timeoutMs: 0 }));
    expect(judgement).toMatchObject({
      verdict: 'error',
      summary: expect.stringMatching(
        /^the check could not be completed: its timeout of 0 ms passed before this was started: .*echo asked$/,
      ),
      remedy: expect.stringContaining('only needs longer than'),
    });
  });

  it('that takes too long names itself, its place and its time', async () => {
    const { judgement } = await runOn(fakeCodex(), testWorld(), shell('sleep 600', { timeoutMs: 500 }));
    expect(judgement).toMatchObject({ verdict: 'fail', actual: 'no answer within 500 ms' });
    expect(judgement.remedy).toMatch(
      /If team\.one only needs longer than 500 ms, raise its timeout at checks\/upgrade\.yaml:\d+:5\.$/,
    );
  });

  it('of another platform is passed by without running anything', async () => {
    const world = testWorld();
    const codex = fakeCodex();
    const elsewhere = command(['codex', 'one'], { platforms: ['darwin', 'win32'] });
    const { judgement, exhibits } = await runOn(codex, world, elsewhere, { platform: 'linux' });
    expect(judgement).toEqual({
      verdict: 'skip',
      summary: 'judged on darwin and win32 only, this is linux',
    });
    expect(exhibits).toEqual([]);
    expect(callsOf(codex).map(({ args }) => args[0])).not.toContain('one');
  });

  it('that passes has no remedy; one that does not has its own, for the pin', async () => {
    const judged = async (script: string) =>
      (await runOn(fakeCodex(), testWorld(), shell(script), { pin: '0.138.0' })).judgement;
    expect(await judged('exit 0')).not.toHaveProperty('remedy');
    expect((await judged('exit 1')).remedy).toContain('@openai/codex@0.138.0');
  });
});

describe('a check on a CLI that does not work', () => {
  it('is an error at once, not after its own time, and says what the CLI did', async () => {
    const codex = fakeCodex({ when: ['--version'], exit: 9 });
    const { judgement } = await runOn(
      codex,
      testWorld(),
      shippedCheck('appserver.stdio', { timeoutMs: 60_000 }),
    );
    expect(judgement).toMatchObject({ verdict: 'error', actual: 'exit 9' });
  });

  it('stops what it had started', async () => {
    const world = testWorld();
    const codex = fakeCodex(
      { when: ['app-server'], appServer: {} },
      { when: ['--version'], signal: 'SIGSEGV' },
    );
    const { judgement } = await runOn(codex, world, shippedCheck('appserver.stdio', { timeoutMs: 60_000 }));
    expect(judgement.verdict).toBe('error');
    if (hasProcessTable) await expectNoneLeft(codex);
  });

  it('is judged all the same when it needs no CLI', async () => {
    const codex = fakeCodex({ when: ['--version'], exit: 9 });
    expect((await runOn(codex, testWorld(), shell('exit 0'))).judgement.verdict).toBe('pass');
    expect((await runOn(codex, testWorld(), command(['codex', 'one']))).judgement.verdict).toBe('error');
  });
});

describe('a fault that is ours, or a CLI that crashes', () => {
  const strict = (codex: string) => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), 'model = "gpt-5.5"\n');
    return runOn(codex, world, shippedCheck('config.strict', { timeoutMs: 60_000 }));
  };

  it('is an error and no failure of the configuration', async () => {
    const full = fakeCodex({
      when: ['app-server'],
      exit: 1,
      stderr: 'Error: failed to write state: No space left on device (os error 28)\n',
    });
    expect((await strict(full)).judgement).toMatchObject({
      verdict: 'error',
      summary: expect.stringContaining('the disk of the isolated environment is full'),
      remedy: expect.stringContaining('XDG_CACHE_HOME'),
    });
    const panics = fakeCodex({
      when: ['app-server'],
      exit: 101,
      stderr: "thread 'main' panicked at src/main.rs:1:1\n",
    });
    expect((await strict(panics)).judgement).toMatchObject({
      verdict: 'error',
      summary: expect.stringContaining('the CLI crashed (exit 101)'),
    });
  });

  it('so is a CLI that accepts everything without a word', async () => {
    const silent = fakeCodex({ when: ['app-server'], exit: 0 });
    expect((await strict(silent)).judgement).toMatchObject({
      verdict: 'error',
      summary: expect.stringContaining('accepts a field that does not exist'),
    });
  });

  it('is told of at once when no codex is there, with how to get the pin', async () => {
    const world = testWorld();
    const { judgement } = await runOn(join(world.root, 'no-codex'), world, shippedCheck('cli.version'));
    expect(judgement).toMatchObject({
      verdict: 'fail',
      summary: 'there is no codex on PATH, and none was named',
      remedy: expect.stringContaining('npm install --save-exact @openai/codex@0.139.0, or name another'),
    });
    expect(JSON.stringify(judgement)).not.toContain('ENOENT');
  });

  it.skipIf(process.platform !== 'linux')(
    'a binary outside of npm is compared with what was recorded',
    async () => {
      const world = testWorld();
      const codex = join(world.root, 'codex');
      writeFileSync(codex, '\x7fELF tampered');
      const outcome = {
        argv: [],
        end: { type: 'exit', code: 0 },
        stdout: '',
        stderr: '',
        durationMs: 1,
      } as const;
      const identity = Promise.resolve({ outcome, version: '0.139.0' });
      const { judgement } = await runOn(codex, world, shippedCheck('install.integrity'), { identity });
      expect(judgement).toMatchObject({
        verdict: process.arch === 'x64' ? 'fail' : 'skip',
        summary: expect.stringContaining('0.139.0'),
      });
    },
  );

  it('a candidate passes as itself, and as nothing but the pin without being one', async () => {
    const codex = fakeCodex({ when: ['--version'], stdout: 'codex-cli 0.160.0\n' });
    const check = shippedCheck('cli.version');
    expect((await runOn(codex, testWorld(), check)).judgement.verdict).toBe('fail');
    expect((await runOn(codex, testWorld(), check, { asCandidate: true })).judgement).toEqual({
      verdict: 'pass',
      summary: 'codex-cli 0.160.0 is the candidate; the pin is 0.139.0',
    });
  });
});

describe('a check that is interrupted', () => {
  it.skipIf(!hasProcessTable)('ends soon, with its processes gone and its place removed', async () => {
    const world = testWorld();
    const stop = new AbortController();
    const codex = fakeCodex({ when: ['exec'], hang: true, grandchild: true });
    const running = runOn(codex, world, shippedCheck('exec.smoke', { timeoutMs: 600_000 }), {
      signal: stop.signal,
    });
    await expectSome(`${codex} exec`);
    stop.abort();
    await running;
    await expectNoneLeft(codex);
    await expectNoneLeft(scratchOf(world));
    expect(readdirSync(scratchOf(world))).toEqual([]);
  });
});

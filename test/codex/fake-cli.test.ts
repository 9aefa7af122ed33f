import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOn, shippedCheck } from '../support/bench.ts';
import { fakeCodex, type Rule } from '../support/fake-codex.ts';
import { testWorld } from '../support/world.ts';

async function judge(id: string, ...rules: Rule[]) {
  const world = testWorld();
  const { judgement, exhibits } = await runOn(
    fakeCodex(...rules),
    world,
    shippedCheck(id, { timeoutMs: 4000 }),
  );
  const scratch = join(world.root, 'cache', 'codex-cockpit', 'scratch');
  expect(readdirSync(scratch), 'scratch places left behind').toEqual([]);
  return { ...judgement, evidence: exhibits.map(({ text }) => text).join('\n') };
}

/** Processes whose command line names the folder of a fake, zombies left out. */
function survivors(marker: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || !existsSync(`/proc/${pid}/cmdline`)) return false;
    try {
      return (
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(marker) &&
        !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
      );
    } catch {
      return false;
    }
  });
}

describe('a CLI that misbehaves', () => {
  it.each<[string, Rule, string, string]>([
    [
      'states another version',
      { when: ['--version'], stdout: 'codex-cli 0.150.0\n' },
      'fail',
      'codex-cli 0.150.0',
    ],
    [
      'warns on stderr and stdout before its version',
      { when: ['--version'], stdout: 'WARNING: x\ncodex-cli 0.139.0\n', stderr: 'ERROR y\n' },
      'pass',
      '',
    ],
    ['crashes without a word', { when: ['--version'], signal: 'SIGSEGV' }, 'fail', 'killed by SIGSEGV'],
    [
      'exits with an error',
      { when: ['--version'], exit: 1, stderr: 'Error: spawn x EACCES\n' },
      'fail',
      'exit 1: Error: spawn x EACCES',
    ],
  ])('that %s is judged by cli.version', async (_, rule, verdict, actual) => {
    expect(await judge('cli.version', rule)).toMatchObject({ verdict, ...(actual ? { actual } : {}) });
  });

  it('that is missing or may not be executed fails the version and makes the rest an error', async () => {
    const world = testWorld();
    const forbidden = fakeCodex();
    chmodSync(forbidden, 0o600);
    for (const codex of [join(world.root, 'nowhere', 'codex'), forbidden]) {
      const version = await runOn(codex, world, shippedCheck('cli.version'));
      expect(version.judgement).toMatchObject({
        verdict: 'fail',
        remedy: expect.stringContaining('@openai/codex@0.139.0'),
      });
      const doctor = await runOn(codex, world, shippedCheck('cli.doctor'));
      expect(doctor.judgement).toMatchObject({
        verdict: 'error',
        remedy: expect.stringContaining('@openai/codex@0.139.0'),
      });
    }
  });

  it('that prints something else than its report fails doctor', async () => {
    expect(await judge('cli.doctor', { when: ['doctor'], stdout: 'all fine' })).toMatchObject({
      verdict: 'fail',
    });
  });

  it('that prints no JSON fails the inventory', async () => {
    const help: Rule = { when: ['help', 'plugin', 'list'], stdout: '  --json\n' };
    expect(
      await judge('plugins.inventory', help, { when: ['plugin'], stdout: 'nothing installed' }),
    ).toMatchObject({
      verdict: 'fail',
      actual: 'not JSON: nothing installed',
    });
  });

  it('that sends notifications, noise and a flood on stderr before the reply still answers', async () => {
    const before = [
      '{"method":"configWarning","params":{"summary":"x"}}',
      'not json at all',
      '{"id":99,"result":{}}',
    ];
    const appServer = { before, userAgent: 'codex_cockpit/0.139.0 (x)' };
    expect(
      await judge('appserver.stdio', { when: ['app-server'], stderr: 'noise\n'.repeat(20_000), appServer }),
    ).toMatchObject({ verdict: 'pass' });
  });

  it('that exits instead of answering fails with its exit code', async () => {
    const stderr = 'Error: failed to initialize sqlite state runtime\n';
    expect(await judge('appserver.stdio', { when: ['app-server'], exit: 1, stderr })).toMatchObject({
      verdict: 'fail',
      actual: 'it ended without a reply: exit 1',
    });
  });

  it('that never answers is stopped at the timeout, which names the check, the place and the time', async () => {
    const { remedy, verdict } = await judge('appserver.stdio', { when: ['app-server'], appServer: {} });
    expect(verdict).toBe('fail');
    expect(remedy).toMatch(
      /appserver\.stdio only needs longer than 4\.0 s, raise its timeout at checks\/upgrade\.yaml:\d+:5/,
    );
  });

  it('that ignores SIGTERM and leaves a grandchild is killed with all its processes', async () => {
    const codex = fakeCodex({ when: ['app-server'], appServer: {}, ignoreTerm: true, grandchild: true });
    await runOn(codex, testWorld(), shippedCheck('appserver.stdio', { timeoutMs: 600 }));
    expect(survivors(codex)).toEqual([]);
  });

  it('that ends and leaves a grandchild with open output does not keep the check waiting', async () => {
    const { verdict } = await judge('cli.version', {
      when: ['--version'],
      stdout: 'codex-cli 0.139.0\n',
      grandchild: true,
    });
    expect(verdict).toBe('pass');
  });

  it('that lets anyone in fails, although it answers', async () => {
    expect(await judge('appserver.ws-auth', { when: ['app-server'], listen: { status: 101 } })).toMatchObject(
      {
        verdict: 'fail',
        summary: 'app-server accepts clients without the token',
      },
    );
  });

  it('that answers 403 to everybody fails', async () => {
    expect(await judge('appserver.ws-auth', { when: ['app-server'], listen: { status: 403 } })).toMatchObject(
      { verdict: 'fail' },
    );
  });

  it('that prints a secret does not get it into the evidence', async () => {
    const { evidence } = await judge('cli.version', {
      when: ['--version'],
      stdout: 'codex-cli 0.139.0\nusing sk-proj-abcdefghijklmnop0123456789\n',
    });
    expect(evidence).toContain('sk-proj-[redacted]');
    expect(evidence).not.toContain('abcdefghijklmnop');
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { observeConnections } from '../../../src/codex/rehearsal/connections/observe-connections.ts';
import { observeHandover } from '../../../src/codex/rehearsal/connections/observe-handover.ts';
import { observeScreens } from '../../../src/codex/rehearsal/connections/observe-screens.ts';
import { endAbandoned } from '../../../src/codex/rehearsal/connections/remains.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { areaIn, observeOnce, valuesIn } from '../../support/observe-once.ts';
import { tempFolder } from '../../support/temp.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const config = `
model_provider = "gateway"
notify = ["touch", "/nonexistent/notified"]
[model_providers.gateway]
name = "Gateway"
base_url = "https://gateway.acme.example/v1"
wire_api = "responses"
env_key = "ACME_KEY"
supports_websockets = false
[otel.exporter.otlp-http]
endpoint = "https://telemetry.acme.example/v1/logs"
protocol = "binary"
[mcp_servers.tickets]
command = "/nonexistent/tickets"
startup_timeout_sec = 1
env = { TICKETS = "x" }
[mcp_servers.board]
url = "https://board.acme.example/mcp"
`;
const hooks = { hooks: { Stop: [{ hooks: [{ type: 'command', command: '/nonexistent/hook' }] }] } };

function team(files: Readonly<Record<string, string>> = {}) {
  const world = testWorld();
  mkdirSync(join(world.cwd, '.git'));
  for (const [path, text] of Object.entries({ 'config.toml': config, ...files })) {
    const file = join(world.teamHome, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return world;
}

const scratchOf = ({ root }: ReturnType<typeof team>) =>
  readdirSync(join(root, 'cache', 'codex-cockpit', 'scratch'));

/** The processes that have these words as one of their arguments. */
const processesWith = (words: string) =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(words);
    } catch {
      return false;
    }
  });

/** A CLI that leaves a process in a session of its own behind, after a turn and after its screens. */
function leavingCodex(seconds: string): string {
  const path = join(tempFolder(), 'codex');
  writeFileSync(
    path,
    `#!/bin/sh
case "$*" in *--help*) exit 0;; esac
setsid sleep ${seconds} >/dev/null 2>&1 &
touch "$CODEX_HOME/state_9.sqlite"
if [ "$1" = exec ]; then echo '{"type":"turn.completed"}'; exit 0; fi
trap 'exit 0' INT
while :; do sleep 0.1; done
`,
  );
  chmodSync(path, 0o755);
  return path;
}

describe('what a session reaches and starts', () => {
  it('is seen on the real 0.139.0, without any service of the team, and nothing stays', async () => {
    const world = team({ 'hooks.json': JSON.stringify(hooks) });
    const seen = await observeOnce(observeConnections, { team: world });
    expect(seen.areas.flatMap(({ errors }) => errors)).toEqual([]);
    const outbound = valuesIn(seen, 'outbound');
    expect(outbound.get('POST <provider gateway>/responses')).toBe('sent');
    expect(outbound.get('header authorization of POST <provider gateway>/responses')).toBe('sent');
    expect(outbound.get('telemetry event codex.user_prompt')).toBe('sent');
    expect([...outbound.keys()].join()).not.toMatch(/acme|turn-costs/);
    const mcp = areaIn(seen, 'mcp').facts.map(({ where, key, value }) => [where, key, value]);
    const asked = 'initialize, notifications/initialized, tools/list';
    expect(mcp).toContainEqual(['MCP server tickets', 'requests', asked]);
    expect(mcp).toContainEqual(['MCP server tickets', 'environment variable TICKETS', 'given']);
    expect(mcp).toContainEqual(['MCP server tickets', 'capability elicitation', 'offered']);
    expect(mcp).toContainEqual(['MCP server board', 'requests', asked]);
    expect(mcp.map(([, key]) => key)).toContain('wait for a silent server');
    expect([...valuesIn(seen, 'hooks').keys()]).toEqual(
      expect.arrayContaining(['hook Stop of hooks.json, not trusted', 'hook Stop of hooks.json, trusted']),
    );
    expect(valuesIn(seen, 'leftovers').get('config.toml')).toBe('as it was');
    expect(scratchOf(world)).toEqual([]);
  }, 60_000);

  it('is not told when there is no turn', async () => {
    const broken = await observeOnce(observeConnections, {
      codex: fakeCodex({ when: ['exec'], signal: 'SIGSEGV' }),
      team: team(),
    });
    expect(broken.areas.map(({ facts, errors }) => [facts.length, errors.length])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    const refused = await observeOnce(observeConnections, {
      codex: fakeCodex({ when: ['exec'], exit: 1, stderr: 'Error: no such key' }),
      team: team(),
    });
    expect(areaIn(refused, 'outbound').errors).toEqual([]);
    expect(areaIn(refused, 'outbound').gaps.map(({ reason }) => reason)).toContain(
      'there was no turn in . under config.toml: Error: no such key',
    );
  });

  it.runIf(process.platform === 'linux')(
    'includes processes that stay, which are ended then',
    async () => {
      const seconds = '86397';
      const seen = await observeOnce(observeConnections, { codex: leavingCodex(seconds), team: team() });
      expect(valuesIn(seen, 'leftovers').get(`process sleep ${seconds}`)).toBe('left');
      expect(valuesIn(seen, 'leftovers').get('state_9.sqlite in CODEX_HOME')).toBe('left');
      expect(processesWith(seconds)).toEqual([]);
    },
    30_000,
  );
});

describe.runIf(process.platform === 'linux')('a rehearsal that was killed', () => {
  it('has what it left running ended by the next one, and nothing of one that goes on', async () => {
    const here = tempFolder();
    const start = (CODEX_COCKPIT_OBSERVES: string) =>
      spawn('sleep', ['86399'], { env: { ...process.env, CODEX_COCKPIT_OBSERVES }, stdio: 'ignore' });
    const [abandoned, going] = [start(join(here, 'gone', 'work')), start(here)];
    await Promise.all([abandoned, going].map((child) => once(child, 'spawn')));
    const ended = once(abandoned, 'exit');
    await endAbandoned();
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(going.exitCode ?? going.signalCode).toBeNull();
    going.kill('SIGKILL');
    await once(going, 'exit');
  });
});

describe.runIf(process.platform === 'linux')('the screens', () => {
  it('of the real 0.139.0 are opened and quit, and leave no process', async () => {
    const world = team();
    const seen = await observeOnce(observeScreens, { team: world });
    expect(areaIn(seen, 'leftovers')).toMatchObject({ errors: [], gaps: [] });
    expect(valuesIn(seen, 'leftovers').get('state_5.sqlite in CODEX_HOME')).toBe('left');
    expect([...valuesIn(seen, 'leftovers').keys()].filter((key) => key.startsWith('process'))).toEqual([]);
    expect(valuesIn(seen, 'thread').get('question of the screens')).toBe('nothing');
    expect(scratchOf(world)).toEqual([]);
  }, 90_000);

  it('leave processes that are found and ended', async () => {
    const seconds = '86398';
    const seen = await observeOnce(observeScreens, { codex: leavingCodex(seconds), team: team() });
    expect(valuesIn(seen, 'leftovers').get(`process sleep ${seconds}`)).toBe('left');
    expect(processesWith(seconds)).toEqual([]);
  }, 90_000);

  it('that end by themselves say why, and are no difference', async () => {
    const codex = fakeCodex({ when: [], exit: 1, stdout: 'Error: no terminal' });
    const seen = await observeOnce(observeScreens, { codex, team: team() });
    expect(areaIn(seen, 'leftovers')).toMatchObject({
      facts: [],
      gaps: [{ where: 'the screens', reason: expect.stringContaining('Error: no terminal') }],
    });
  });
});

describe('a session of the pin', () => {
  it('goes on with the real 0.139.0, with what was said', async () => {
    const seen = await observeOnce(observeHandover, { team: team() });
    expect(areaIn(seen, 'sessions')).toMatchObject({ errors: [], gaps: [] });
    expect([...valuesIn(seen, 'sessions')]).toEqual([
      ['resume of a session of the pin', 'goes on with what was said'],
      ['config.toml after the resume', 'as it was'],
    ]);
  }, 60_000);

  it('that a CLI does not take is refused, and a broken pin is an error', async () => {
    const refusing = fakeCodex({ when: ['exec'], exit: 1, stderr: 'Error: unknown session' });
    const refused = await observeOnce(observeHandover, { codex: refusing, pin: realCodex, team: team() });
    expect(valuesIn(refused, 'sessions').get('resume of a session of the pin')).toBe(
      'refused: Error: unknown session',
    );
    const broken = await observeOnce(observeHandover, {
      pin: fakeCodex({ when: ['exec'], signal: 'SIGSEGV' }),
      team: team(),
    });
    expect(areaIn(broken, 'sessions').errors).toEqual(['a session of the pin: killed by SIGSEGV']);
  }, 60_000);
});

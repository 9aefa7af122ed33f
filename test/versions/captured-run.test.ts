import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../support/captured-runs.ts';
import { capturePlace } from '../support/captures.ts';
import { installVersion } from './install-version.ts';

const exec = ['codex', 'exec', '--disable', 'plugins'];

it('a run of the real 0.169.0 is captured like one of the pin', async () => {
  const codex = installVersion('0.169.0');
  const place = await capturePlace(
    [
      { type: 'command', command: 'exit 3' },
      { type: 'patch', patch: '*** Begin Patch\n*** Add File: added.txt\n+new\n*** End Patch' },
      { type: 'text', text: '{"ok":1}' },
    ],
    { codex },
  );
  const schema =
    '{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}';
  writeFileSync(join(place.runs, '..', 'answer.json'), schema);
  const asked = [
    '-s',
    'workspace-write',
    '--output-schema',
    join(place.runs, '..', 'answer.json'),
    'Add a file',
  ];
  const ran = await place.run('run', '--', ...exec, ...asked);
  expect(ran).toMatchObject({ code: 0, stdout: '{"ok":1}\n' });
  expect(place.captured()).toMatchObject({
    outcome: 'failed',
    reason: 'schema_violation',
    tool: { version: '0.169.0', model: 'gpt-5.5' },
    policy: { sandbox: 'workspace-write', approval: 'never', from: 'session' },
    turns: 1,
    commands: [{ exit: 3, status: 'failed' }],
    changes: { files: [{ path: 'added.txt', kind: 'add', sha256: sha256('new\n'), seen: 'both' }] },
    faults: [],
  });
  expect(place.captured().usage.cache_write).not.toBeNull();
  const [folder = ''] = place.folders();
  for (const { name, stored } of place.captured().files)
    expect(sha256(readFileSync(join(folder, name), 'utf8'))).toBe(stored.sha256);
}, 60_000);

it('a run of the real 0.169.0 is interrupted and fails like one of the pin', async () => {
  const codex = installVersion('0.169.0');
  const failing = await capturePlace(
    [{ type: 'http-error', status: 400, body: '{"error":{"message":"no such thing"}}' }],
    { codex },
  );
  expect(await failing.run('run', '-q', '--', ...exec, 'x')).toMatchObject({ code: 1, stdout: '' });
  expect(failing.captured()).toMatchObject({ outcome: 'failed', reason: 'turn_failed' });
  const hanging = await capturePlace([{ type: 'silent' }], { codex });
  const { child, ended } = hanging.start(['run', '-q', '--', ...exec, '--json', 'x']);
  child.stdout?.on('data', (chunk) => {
    if (String(chunk).includes('turn.started')) child.kill('SIGINT');
  });
  expect(await ended).toMatchObject({ code: 130 });
  expect(hanging.captured()).toMatchObject({ outcome: 'interrupted', reason: 'interrupted' });
}, 60_000);

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRunSession } from '../../../src/codex/exec/read-run-session.ts';
import { tempFolder } from '../../support/temp.ts';

// Of 2026-11-22T07:39:27Z, by its first digits.
const thread = '01a20231-7a18-7000-8000-000000000001';
const line = (type: string, payload: object) =>
  `${JSON.stringify({ timestamp: '2026-11-22T07:39:27Z', type, payload })}\n`;
const context = (model: string, sandbox: object) =>
  line('turn_context', { model, effort: 'high', approval_policy: 'never', sandbox_policy: sandbox });
const text =
  line('session_meta', {
    id: thread,
    cli_version: '0.139.0',
    base_instructions: { text: 'x'.repeat(50_000) },
  }) +
  context('old', { type: 'read-only' }) +
  'half a line {"type":"turn_context"\n' +
  context('gpt-5.5', { type: 'workspace-write', network_access: true });

function home(day: string, name: string, content: string | Buffer): string {
  const folder = join(tempFolder(), 'home');
  mkdirSync(join(folder, 'sessions', day), { recursive: true });
  writeFileSync(join(folder, 'sessions', day, name), content);
  return folder;
}

const session = {
  version: '0.139.0',
  model: 'gpt-5.5',
  effort: 'high',
  sandbox: 'workspace-write',
  approval: 'never',
  network: true,
};

describe('the session file of a run', () => {
  it.each(['2026/11/22', '2026/11/21', '2026/11/23'])(
    'is found by the thread in the folder of %s',
    async (day) => {
      expect(
        await readRunSession(home(day, `rollout-2026-11-22T07-39-27-${thread}.jsonl`, text), thread),
      ).toEqual(session);
    },
  );

  it('is read where it is compressed', async () => {
    const packed = zstdCompressSync(Buffer.from(text));
    const place = home('2026/11/22', `rollout-2026-11-22T07-39-27-${thread}.jsonl.zst`, packed);
    expect(await readRunSession(place, thread)).toEqual(session);
  });

  it('is none for a run that leaves none, and for a thread that is no id', async () => {
    const place = home('2026/11/22', 'rollout-other.jsonl', text);
    expect(await readRunSession(place, thread)).toBeUndefined();
    expect(await readRunSession(place, '../../../etc/passwd')).toBeUndefined();
  });
});

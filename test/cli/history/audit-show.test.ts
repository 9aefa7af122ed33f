import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commandPlace } from '../../support/command-line.ts';
import { fakeCodex } from '../../support/fake-codex.ts';

/** A rollout with a check in its history, whose entry is the one before the last. */
async function checked() {
  const place = commandPlace();
  await place.run('init', '--name', 'Acme');
  await place.run('check', 'cli.version', '--codex', fakeCodex());
  const { entries } = await place.json('audit', 'log', '--kind', 'check');
  return { ...place, seq: String(entries[0].seq) };
}

describe('somebody who asks why an entry is there', () => {
  it('sees who, under which pin, and what the CLI printed', async () => {
    const { run, json, seq } = await checked();
    const { code, stdout } = await run('audit', 'show', seq);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Entry ${seq}: check\\.finished at \\S+\\n {2}cli\\.version: pass: `));
    expect(stdout).toContain('recorded  in the phase pilot, with the pin 0.139.0');
    expect(stdout).toMatch(/Text 1 of 1: \S+ --version\n {2}sha256 [0-9a-f]{64}, \d+ bytes\n {2}exit 0\n/);
    expect(await json('audit', 'show', seq)).toMatchObject({
      format: 'codex-cockpit/audit-entry',
      version: 1,
      pin: '0.139.0',
      texts: [{ state: 'kept', text: expect.stringContaining('codex-cli 0.139.0') }],
    });
  });

  it('gets the bytes that the digest is of', async () => {
    const { run, json, seq } = await checked();
    const [text] = (await json('audit', 'show', seq)).texts;
    for (const which of [[], ['1'], [text.sha256.slice(0, 8)]]) {
      const { code, stdout } = await run('audit', 'show', seq, '--raw', ...which);
      expect(code).toBe(0);
      expect(createHash('sha256').update(stdout).digest('hex')).toBe(text.sha256);
    }
  });

  it('is told what is not there', async () => {
    const { run, seq } = await checked();
    for (const args of [['99'], ['1', '--raw'], [seq, '--raw', '2'], [seq, '--raw', 'abcdef']])
      expect(await run('audit', 'show', ...args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^error: (there is no entry|the entry names no text)/),
      });
    expect((await run('audit', 'show', 'twelve')).code).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { observeCommands } from '../../../../src/codex/rehearsal/surface/commands.ts';
import { fakeCodex } from '../../../support/fake-codex.ts';
import { areaIn, observeOnce, valuesIn } from '../../../support/observe-once.ts';

describe('the commands of a CLI', () => {
  it('are seen as the real 0.139.0 takes them, hidden ones too', async () => {
    const seen = await observeOnce(observeCommands);
    const values = valuesIn(seen, 'commands');
    expect(areaIn(seen, 'commands').errors).toEqual([]);
    expect(values.get('codex mcp-server')).toBe('a command');
    expect(values.get('codex plugin marketplace add')).toBe('a command');
    expect(values.get('codex exec --full-auto')).toBe('accepted');
    expect(values.get('codex sandbox --permissions-profile')).toBe('accepted');
    expect(values.get('codex sandbox --permission-profile')).toMatch(/^refused/);
    expect(values.get('codex proto')).toBe('not a command: opens the screens with this word as a prompt');
    expect(values.get('a word that is no command')).toBe('opens the screens with this word as a prompt');
    expect(values.get('an option that is none')).toBe('exit 2');
  });

  it('are an error, and never gone, when the CLI shows no help', async () => {
    const codex = fakeCodex({ when: ['help'], signal: 'SIGSEGV' });
    const area = areaIn(await observeOnce(observeCommands, { codex }), 'commands');
    expect(area).toMatchObject({ facts: [], errors: ['codex help: killed by SIGSEGV'] });
  });

  it('are an error when the help of one of them fails', async () => {
    const codex = fakeCodex(
      { when: ['help', 'login'], exit: 1 },
      { when: ['help'], stdout: 'Commands:\n  login  Log in\n\nOptions:\n      --oss\n' },
      { when: ['--cockpit-unknown-option'], exit: 2 },
      { when: [], exit: 2, stderr: "error: unexpected argument '--full-auto' found\n" },
    );
    const { errors } = areaIn(await observeOnce(observeCommands, { codex }), 'commands');
    expect(errors).toContain('codex help login: exit 1');
  });
});

import { describe, expect, it } from 'vitest';
import { judgeAppCapability } from '../../../../src/domain/checks/judge/app-capability.ts';
import { judgeHandoff } from '../../../../src/domain/checks/judge/app-handoff.ts';
import { judgeInventory } from '../../../../src/domain/checks/judge/plugins-inventory.ts';
import { judgeSandboxStart } from '../../../../src/domain/checks/judge/sandbox-available.ts';
import { fixture } from '../../../support/fixture.ts';
import { outcome, segfault } from '../../../support/outcome.ts';

const help = outcome({ stdout: fixture('help-plugin-list-0.139.0.txt') });
const plugins = outcome({ stdout: fixture('plugin-list-installed-avail.json') });
const marketplaces = outcome({ stdout: fixture('plugin-mkt-list-git.json') });

describe('the plugin inventory', () => {
  it('passes on the real lists and counts them', () => {
    expect(judgeInventory({ help, plugins, marketplaces })).toEqual({
      verdict: 'pass',
      summary: '3 installed, 2 available, 2 marketplaces',
    });
  });

  it.each([
    ['has no plugin command', outcome({ code: 2, stderr: "error: unrecognized subcommand 'plugin'" })],
    ['lists without --json', outcome({ stdout: 'List plugins\n\nOptions:\n  -h, --help\n' })],
  ])('skips when the CLI %s', (_, denied) => {
    expect(judgeInventory({ help: denied }).verdict).toBe('skip');
  });

  it('fails when one broken marketplace hides all plugins, and quotes the message', () => {
    const broken = outcome({ code: 1, stderr: fixture('plugin-list-brokenmkt.stderr') });
    expect(judgeInventory({ help, plugins: broken, marketplaces })).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('failed to load configured marketplace snapshot'),
    });
  });

  it('accepts members that a later version adds', () => {
    const later = outcome({ stdout: '{"installed":[],"available":[],"remote":[]}' });
    expect(judgeInventory({ help, plugins: later, marketplaces }).verdict).toBe('pass');
  });

  it.each(['no plugins', '[]', '{"installed":[]}'])('fails on %s in place of the list', (stdout) => {
    expect(judgeInventory({ help, plugins: outcome({ stdout }), marketplaces }).verdict).toBe('fail');
  });

  it('is an error when the CLI crashes', () => {
    expect(judgeInventory({ help, plugins, marketplaces: segfault }).verdict).toBe('error');
  });
});

describe('the start of the sandbox', () => {
  const judge = (given: Parameters<typeof outcome>[0]) =>
    judgeSandboxStart(outcome(given), ':read-only', 'n0nce');

  it('passes when the nonce was printed', () => {
    expect(judge({ stdout: 'n0nce\n' }).verdict).toBe('pass');
  });

  it('does not take exit 0 without the nonce for a start', () => {
    expect(judge({ stdout: '' }).verdict).toBe('fail');
    expect(judge({ stdout: 'a n0nce b\n' }).verdict).toBe('fail');
  });

  it('names user namespaces when bubblewrap cannot start', () => {
    const judged = judge({
      code: 1,
      stderr: 'bwrap: Creating new namespace failed: nesting depth exceeded (ENOSPC)',
    });
    expect(judged).toMatchObject({ verdict: 'fail', remedy: expect.stringContaining('user namespaces') });
  });

  it('skips where there is no -P', () => {
    expect(judge({ code: 2, stderr: "error: unexpected argument '-P' found" }).verdict).toBe('skip');
  });

  it('fails on an unknown profile and quotes the message', () => {
    const stderr = 'Error: default_permissions refers to unknown built-in profile `:nope`';
    expect(judge({ code: 1, stderr })).toMatchObject({ verdict: 'fail', actual: `exit 1: ${stderr}` });
  });
});

describe('the desktop app', () => {
  it('skips the handoff on Linux with the reason', () => {
    expect(judgeHandoff('linux', undefined)).toMatchObject({
      verdict: 'skip',
      summary: expect.stringContaining('macOS and Windows'),
    });
  });

  it.each(['darwin', 'win32'])('asks a person on %s', (platform) => {
    expect(judgeHandoff(platform, outcome()).verdict).toBe('manual');
  });

  it('fails on macOS when the CLI has no app command', () => {
    expect(judgeHandoff('darwin', outcome({ code: 2 })).verdict).toBe('fail');
    expect(judgeAppCapability('darwin', outcome({ code: 2 })).verdict).toBe('fail');
  });

  it('skips the capability on Linux, where there is none', () => {
    expect(judgeAppCapability('linux', outcome({ code: 2 })).verdict).toBe('skip');
    expect(judgeAppCapability('darwin', outcome()).verdict).toBe('pass');
  });
});

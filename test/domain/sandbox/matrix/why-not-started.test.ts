import { describe, expect, it } from 'vitest';
import { whyNotStarted } from '../../../../src/domain/sandbox/matrix/why-not-started.ts';
import { outcome } from '../../../support/outcome.ts';

// docs/codex-facts.md, "Sandbox errors"
describe('a sandbox that did not start', () => {
  it.each([
    [1, 'Error: default_permissions refers to undefined profile `nope`', 'refused'],
    [1, 'bwrap: Creating new namespace failed: nesting depth (ENOSPC)', 'not started'],
    [1, 'bwrap: execvp /tmp/bin/codex: No such file or directory', 'not started'],
    [2, "error: unexpected argument '-P' found", 'skipped'],
    [101, "thread 'main' panicked at linux-sandbox/src/linux_run_main.rs", 'not started'],
    [0, '', 'not started'],
  ] as const)('exit %i with %j: %s', (code, stderr, type) => {
    expect(whyNotStarted(outcome({ end: { type: 'exit', code }, stderr })).type).toBe(type);
  });

  it('tells a binary that the profile hides from a machine without namespaces', () => {
    expect(
      whyNotStarted(
        outcome({ end: { type: 'exit', code: 1 }, stderr: 'bwrap: execvp /x/codex: No such file' }),
      ),
    ).toMatchObject({ remedy: expect.stringContaining('read the folder of the codex binary') });
    expect(
      whyNotStarted(
        outcome({ end: { type: 'exit', code: 1 }, stderr: 'bwrap: Creating new namespace failed' }),
      ),
    ).toMatchObject({ remedy: expect.stringContaining('user namespaces') });
  });

  it.each([
    [
      "thread 'main' (7) panicked at x.rs:1:2:\nfailed to inspect synthetic bubblewrap mount target /h/.npmrc/.codex: Not a directory",
      '.npmrc may be written and is a file',
      'Open the folder',
    ],
    [
      'Error: cannot enforce sandbox deny-read path shared/key because it crosses writable symlink shared',
      'crosses writable symlink',
      'is a link',
    ],
    ["bwrap: Can't mkdir /h/.ssh: No such file or directory", "Can't mkdir", 'is a link'],
    [
      "bwrap: Can't mkdir /proc/.git: No such file or directory",
      '/proc/.git',
      'Take /proc, /sys and /dev out',
    ],
    ['Error: Argument list too long (os error 7)', 'do not fit on a command line', 'Name folders'],
  ])('says what of the profile and this machine does not go together: %s', (stderr, reason, remedy) => {
    expect(whyNotStarted(outcome({ end: { type: 'exit', code: 1 }, stderr }))).toMatchObject({
      type: 'not started',
      reason: expect.stringContaining(reason),
      remedy: expect.stringContaining(remedy),
    });
  });

  it('names the denied place that is a link, and what to deny in its place', () => {
    const stderr = "bwrap: Can't mount tmpfs on /newroot/home/me/.aws: No such file or directory";
    expect(whyNotStarted(outcome({ end: { type: 'exit', code: 1 }, stderr }))).toMatchObject({
      type: 'not started',
      remedy: '.aws is denied and is a link: deny what it leads to in its place.',
    });
  });
});

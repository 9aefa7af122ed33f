import { describe, expect, it } from 'vitest';
import { readCliVerdict } from '../../../src/domain/policy/cli-verdict.ts';
import { outcome } from '../../support/outcome.ts';

const copy = '/etc/codex/requirements.toml';
const read = (stderr: string, exit: number) =>
  readCliVerdict(outcome({ end: { type: 'exit', code: exit }, stderr }), { file: 'r.toml', copy });

describe('what the CLI says of a policy file', () => {
  it('has a place in 0.139.0', () => {
    const stderr = `Error: failed to parse requirements layer ${copy}: TOML parse error at line 1, column 26
  |
1 | allowed_sandbox_modes = ["bogus"]
  |                          ^^^^^^^
unknown variant \`bogus\`, expected one of \`read-only\`, \`workspace-write\`
`;
    expect(read(stderr, 1)).toEqual({
      type: 'refused',
      message: 'unknown variant `bogus`, expected one of `read-only`, `workspace-write`',
      place: { file: 'r.toml', line: 1, column: 26 },
    });
  });

  it('names the field in 0.169.0, and the file of the person in place of the copy', () => {
    const stderr = `Error: failed to parse requirements layer ${copy}: unknown variant \`bogus\`, expected one of \`read-only\`
in \`allowed_sandbox_modes\`

`;
    expect(read(stderr, 1)).toEqual({
      type: 'refused',
      message:
        'failed to parse requirements layer r.toml: unknown variant `bogus`, expected one of `read-only` in `allowed_sandbox_modes`',
      place: undefined,
    });
  });

  it('has the place of a field that strict mode does not know', () => {
    expect(read('Error: /x/config.toml:5:1: unknown configuration field `unknown_key`\n', 1)).toMatchObject({
      type: 'refused',
      message: 'unknown configuration field `unknown_key`',
      place: { line: 5, column: 1 },
    });
  });

  it('is read without the backtrace that an environment may ask for', () => {
    expect(
      read('Error: field `x` cannot be empty\n\n\nStack backtrace:\n   0: <unknown>\n', 1),
    ).toMatchObject({
      message: 'field `x` cannot be empty',
    });
  });

  it('is a refusal when the server goes on with defaults', () => {
    const stderr =
      '2026-11-21T02:16:34Z ERROR codex_app_server: Invalid configuration; using defaults. field `x` cannot be empty\n';
    expect(read(stderr, 0)).toMatchObject({
      type: 'refused',
      message: expect.stringContaining('using defaults'),
    });
  });

  it('is acceptance with warnings, a warning over several lines being one', () => {
    const stderr = `2026-11-21T02:14:34.195095Z ERROR codex_app_server: Codex is ignoring 1 unrecognized configuration setting. Check for typos or deprecated settings.
  requirements (${copy}): \`bogus_key\` is ignored.
2026-11-21T02:14:34.195249Z ERROR codex_app_server: Codex could not find bubblewrap on PATH. Install bubblewrap.
2026-11-21T02:14:34.195249Z ERROR codex_app_server: Ignoring unknown \`features\` requirement \`bogus\` from ${copy}
`;
    expect(read(stderr, 0)).toEqual({
      type: 'accepted',
      warnings: [
        'Codex is ignoring 1 unrecognized configuration setting. Check for typos or deprecated settings. requirements (r.toml): `bogus_key` is ignored.',
        'Ignoring unknown `features` requirement `bogus` from r.toml',
      ],
    });
  });

  it('is no verdict when the CLI did not come to one', () => {
    expect(read("error: unexpected argument '--strict-config' found\n", 2)).toEqual({
      type: 'not asked',
      reason: 'this CLI version has no strict mode',
    });
    const silent = outcome({ end: { type: 'timeout', afterMs: 30_000 } });
    expect(readCliVerdict(silent, { file: 'r.toml', copy })).toMatchObject({ type: 'not asked' });
  });
});

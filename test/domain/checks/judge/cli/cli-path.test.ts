import { describe, expect, it } from 'vitest';
import { type Installed, installKind, judgePath } from '../../../../../src/domain/checks/judge/install.ts';

const npm = (path: string, version: string | undefined): Installed => ({
  path,
  realPath: `${path}/node_modules/@openai/codex/bin/codex.js`,
  kind: 'npm',
  version,
});

describe('codex on PATH', () => {
  it('passes when the only one is the version under test', () => {
    expect(judgePath([npm('/a/codex', '0.139.0')], '0.139.0').verdict).toBe('pass');
  });

  it('passes when several are all of that version', () => {
    const judged = judgePath([npm('/a/codex', '0.139.0'), npm('/b/codex', '0.139.0')], '0.139.0');
    expect(judged).toMatchObject({ verdict: 'pass', summary: expect.stringContaining('2 codex on PATH') });
  });

  it('warns when there is none', () => {
    expect(judgePath([], '0.139.0')).toMatchObject({ verdict: 'warn', summary: 'no codex on PATH' });
  });

  it('warns that typing codex runs another version', () => {
    const judged = judgePath([npm('/a/codex', '0.120.0'), npm('/b/codex', '0.139.0')], '0.139.0');
    expect(judged).toMatchObject({
      verdict: 'warn',
      summary: 'typing codex runs 0.120.0, not the 0.139.0 under test',
    });
  });

  it('warns of another version further down, and of one that states none', () => {
    const judged = judgePath([npm('/a/codex', '0.139.0'), npm('/b/codex', undefined)], '0.139.0');
    expect(judged).toMatchObject({
      verdict: 'warn',
      summary: expect.stringContaining('does not state a version'),
    });
  });

  it.each([
    ['/lab/node_modules/@openai/codex/bin/codex.js', 'npm'],
    ['/opt/homebrew/Caskroom/codex/0.139.0/codex', 'homebrew'],
    ['/home/ada/.codex/packages/standalone/current/codex', 'standalone'],
    ['C:\\npm\\node_modules\\@openai\\codex\\bin\\codex.js', 'npm'],
    ['/usr/bin/codex', 'other'],
  ])('takes %s for an install of kind %s', (path, kind) => {
    expect(installKind(path)).toBe(kind);
  });
});

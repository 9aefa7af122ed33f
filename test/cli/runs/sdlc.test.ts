import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { testWorld } from '../../support/world.ts';

/** A repository with these files. */
function repository(files: Record<string, string>) {
  const world = { ...testWorld(), as: 'ada@example.com' };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(world.cwd, name)), { recursive: true });
    writeFileSync(join(world.cwd, name), text);
  }
  return commandLine(world);
}

const floating = `on: workflow_dispatch
jobs:
  ask:
    runs-on: ubuntu-latest
    steps:
      - uses: openai/codex-action@v1
`;

describe('codex-cockpit sdlc lint', () => {
  it('names each fault of a workflow with its line, the reason and what to do, and exits with 1', async () => {
    const { run } = repository({ '.github/workflows/ask.yml': floating });
    const { code, stdout } = await run('sdlc', 'lint', '--rule', 'action-not-pinned');
    expect(code).toBe(1);
    expect(stdout).toContain(
      [
        '.github/workflows/ask.yml:6:15: error: action-not-pinned: openai/codex-action at v1, which can be moved',
        '  A tag or a branch can be moved: the next run uses other code with your key, and nobody reviewed it.',
        '  → Name the full commit of the release that you reviewed, with its version in a comment.',
      ].join('\n'),
    );
  });

  it('says that nothing starts Codex where nothing does, and exits with 0', async () => {
    const { run } = repository({ '.github/workflows/build.yml': 'on: push\njobs: {}\n' });
    const { code, stdout } = await run('sdlc', 'lint');
    expect(stdout).toContain('No pipeline that starts Codex was found; 1 file read\n');
    expect(code).toBe(0);
  });
});

describe('codex-cockpit sdlc rules', () => {
  it('lists every rule with the reason and what to do', async () => {
    const { stdout } = await repository({}).run('sdlc', 'rules');
    expect(stdout).toContain('error action-not-pinned: The action is not pinned to a commit\n');
  });
});

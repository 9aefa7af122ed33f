import { describe, expect, it } from 'vitest';
import { lintPipelines } from '../../../../src/domain/runs/workflows/lint.ts';

const action = `name: ask
runs:
  using: composite
  steps:
    - uses: openai/codex-action@v1
      with:
        prompt: \${{ inputs.prompt }}
`;

const called = `on: workflow_call
jobs:
  ask:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: ./.github/actions/ask
        with:
          prompt: \${{ inputs.prompt }}
`;

const caller = `on:
  issue_comment:
jobs:
  call:
    uses: ./.github/workflows/ask.yml
    with:
      prompt: \${{ github.event.comment.body }}
  other:
    uses: acme/workflows/.github/workflows/build.yml@v1
`;

function lint(files: Record<string, string>) {
  const { findings, notes } = lintPipelines(
    Object.entries(files).map(([path, text]) => ({
      path,
      file: path,
      text,
      kind: path.endsWith('action.yml') ? ('action' as const) : ('workflow' as const),
    })),
    { pin: undefined },
  );
  const lines = (rule: string) =>
    findings.filter((one) => one.rule === rule).map(({ place }) => `${place.file}:${place.line}`);
  return { lines, notes: notes.map(({ place, message }) => `${place.file}:${place.line} ${message}`) };
}

const all = {
  '.github/actions/ask/action.yml': action,
  '.github/workflows/ask.yml': called,
  '.github/workflows/comment.yml': caller,
};

describe('a workflow that starts Codex by another file', () => {
  it('is judged by what starts the workflow that calls it', () => {
    expect(lint(all).lines('untrusted-trigger')).toEqual(['.github/workflows/comment.yml:2']);
    expect(
      lint({ ...all, '.github/workflows/comment.yml': caller.replace('issue_comment', 'push') }).lines(
        'untrusted-trigger',
      ),
    ).toEqual([]);
  });

  it('is no fault where the job that calls it asks who acts', () => {
    const guarded = caller.replace(
      '  call:\n',
      "  call:\n    if: github.event.comment.author_association == 'OWNER'\n",
    );
    expect(lint({ ...all, '.github/workflows/comment.yml': guarded }).lines('untrusted-trigger')).toEqual([]);
  });

  it('is judged by what it gives to the one that has the prompt', () => {
    expect(lint(all).lines('untrusted-text-in-prompt')).toEqual(['.github/workflows/comment.yml:7']);
  });

  it('counts as Codex for the steps around it, and is judged itself once', () => {
    const { lines } = lint(all);
    expect(lines('checkout-credentials')).toEqual(['.github/workflows/ask.yml:6']);
    expect(lines('action-not-pinned')).toEqual(['.github/actions/ask/action.yml:5']);
  });

  it('says which files of others were not looked into', () => {
    expect(lint(all).notes).toContain(
      '.github/workflows/comment.yml:9 the workflow of another repository: acme/workflows/.github/workflows/build.yml@v1',
    );
    const { '.github/workflows/comment.yml': _, ...alone } = all;
    expect(lint(alone).notes).toContain(
      '.github/workflows/ask.yml:1 what starts the workflows of other repositories that call this one',
    );
  });

  it('ends where files use each other', () => {
    const loop = 'on: workflow_call\njobs:\n  codex:\n    uses: ./.github/workflows/a.yml\n';
    expect(lint({ '.github/workflows/a.yml': loop }).lines('action-not-pinned')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { type Artifact, deriveArtifact } from '../../../src/domain/artifacts/artifact.ts';
import { findPlaceholders } from '../../../src/domain/artifacts/placeholders.ts';
import { artifactCopyFields, renderDrift } from '../../../src/report/artifacts/artifact-copies.ts';
import {
  artifactFields,
  renderArtifact,
  renderArtifactList,
  renderRevisions,
  revisionFields,
} from '../../../src/report/artifacts/artifacts.ts';
import { renderCatalog, renderCatalogResult } from '../../../src/report/artifacts/catalog.ts';
import { plain } from '../../../src/report/base/paint.ts';
import { type EntryLine, entriesOf, kindOf } from '../../support/artifacts.ts';
import { hostile } from '../../support/recorded-builders.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: what must never reach a terminal.
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

function artifactOf(...lines: EntryLine[]): Artifact {
  const artifact = deriveArtifact(
    { id: 'policy', kind: kindOf(), entries: entriesOf(...lines) },
    new Date('2026-11-21T00:00:00Z'),
  );
  if (!artifact) throw new Error('no artifact');
  return artifact;
}

const approved = artifactOf(
  { revised: 1, by: 'bob@x.org' },
  { submitted: 1, by: 'sue@x.org' },
  { approved: 1, by: 'sue@x.org', role: 'security owner' },
  { approved: 1, by: 'bob@x.org', role: 'rollout owner', complete: '2027-02-18', byAuthor: true },
  { revised: 2, by: 'eve@x.org', placeholders: ['TEAM'] },
);

describe('artifacts for people', () => {
  it('are a line each: what counts, who owns it, what comes next', () => {
    expect(renderArtifactList([approved, artifactOf()])).toMatchInlineSnapshot(`
      "artifact  what counts  owner           next
      policy    revision 1   security owner  fill the gaps of revision 2: codex-cockpit artifact edit policy
      policy    nothing yet  security owner  write it: codex-cockpit artifact edit policy
      "
    `);
  });

  it('are shown with who approved what, and the gaps of the text', () => {
    const revision = approved.revisions[0];
    const shown = renderArtifact(
      {
        ...{ artifact: approved, revision, text: '# Be careful\n', placeholders: [] },
        changes: { since: 0, added: 1, removed: 0 },
      },
      plain,
    );
    expect(shown).toMatch(/changes +\+1 -0 since the starting text\n/);
    expect(shown).toMatch(/approvals +█{12} 2\/2\n/);
    expect(shown).toContain('Revision 1, approved, sha256 1111');
    expect(shown).toContain(
      'approved   2026-11-20 (entry 13)  bob@x.org  as rollout owner, who also wrote it: no one else has the role\n',
    );
    const text = '# {{TEAM}}\n';
    const draft = {
      artifact: approved,
      revision: approved.newest,
      text,
      placeholders: findPlaceholders(text),
    };
    expect(renderArtifact(draft, plain)).toContain('Gaps to fill: 1\n  policy:1:3 {{TEAM}}\n\n# {{TEAM}}\n');
  });

  it('have their revisions newest first', () => {
    expect(renderRevisions(approved.revisions)).toBe(
      `revision 2  draft     2026-11-20  eve@x.org  ${'2'.repeat(12)}\nrevision 1  approved  2026-11-20  bob@x.org  ${'1'.repeat(12)}\n`,
    );
    expect(renderRevisions([])).toBe('There is no revision yet.\n');
  });

  it('command no terminal, whatever their texts say', () => {
    const artifact = artifactOf({ revised: 1, by: hostile });
    const shown = renderArtifact(
      { artifact, revision: artifact.newest, text: hostile, placeholders: [] },
      plain,
    );
    expect(shown).not.toMatch(dangerous);
    expect(renderRevisions(artifact.revisions)).not.toMatch(dangerous);
  });
});

describe('artifacts for programs', () => {
  it('say null for what is not there', () => {
    expect(artifactFields(artifactOf())).toMatchObject({
      ...{ state: 'not begun', newest_revision: null, approved_revision: null, next_review_on: null },
      awaits: [],
    });
    expect(artifactFields(approved)).toMatchObject({
      state: 'draft',
      newest_revision: 2,
      approved_revision: 1,
    });
  });

  it('have their approvals in snake case', () => {
    const [first] = approved.revisions;
    expect(first && revisionFields(first)).toMatchObject({
      ...{ revision: 1, state: 'approved', entry: 10, by: 'bob@x.org', note: null },
      approvals: [
        { role: 'security owner', complete: false, next_review_on: null, by_author: false },
        { role: 'rollout owner', complete: true, next_review_on: '2027-02-18', by_author: true },
      ],
    });
  });
});

describe('copies in repositories', () => {
  const base = {
    ...{ artifact: 'policy', repository: 'shop', root: '/shop', path: 'p.md', approvedRevision: 3 },
    ...{ revision: undefined, why: undefined, texts: undefined },
  };

  it.each([
    ['same', {}, 'revision 3'],
    ['older', { revision: 1 }, 'revision 1; 3 is approved'],
    ['not approved', { revision: 4 }, 'revision 4, which is not approved; 3 is'],
    ['edited', { revision: 2 }, 'changed since revision 2 was published'],
    ['foreign', {}, 'a text that is not ours'],
    ['missing', {}, 'revision 3 was published here, and nothing is there'],
    ['absent', {}, 'never published here'],
    ['out of reach', { why: 'it is not a file' }, 'it is not a file'],
  ] as const)('that are %s are told in one line', (state, more, told) => {
    const [line] = renderDrift([{ ...base, ...more, state }], 'without differences', plain).split('\n');
    expect(line).toBe(`${state}  policy  shop  p.md  ${told}`);
  });

  it('show what differs when that is asked for', () => {
    const copy = {
      ...base,
      state: 'edited' as const,
      revision: 3,
      texts: { approved: 'a\n', copy: `b${hostile}\n` },
    };
    const shown = renderDrift([copy], 'with differences', plain);
    expect(shown).toContain('--- policy (revision 3)\n+++ p.md\n@@ -1,1 +1,');
    expect(shown).toContain('\n-a\n+bevil');
    expect(shown).not.toMatch(dangerous);
    expect(artifactCopyFields(copy, 'without differences')).toMatchObject({
      state: 'edited',
      revision: 3,
      diff: null,
    });
    expect(
      artifactCopyFields({ ...copy, texts: { approved: 'a\n', copy: 'b\n' } }, 'with differences'),
    ).toMatchObject({
      diff: '--- policy (revision 3)\n+++ p.md\n@@ -1,1 +1,1 @@\n-a\n+b\n',
    });
  });

  it('are none while nothing is approved', () => {
    expect(renderDrift([], 'with differences', plain)).toBe('No artifact is approved yet.\n');
  });
});

describe('the catalog', () => {
  const run = {
    repository: 'shop',
    verdict: 'pass' as const,
    summary: 'exit 0',
    at: '2026-11-20T12:00:00Z',
    revision: 1,
  };
  const command = { id: 'tests', title: 'Tests pass', proves: 'behaviour', argv: ['npm', 'test'] };

  it('shows each command with its results, and by which revision when it was another', () => {
    const commands = [
      {
        ...command,
        runs: [
          run,
          { ...run, repository: 'billing', verdict: 'fail' as const, summary: 'exit 1', revision: 2 },
        ],
      },
      { ...command, id: 'lint', runs: [] },
    ];
    expect(renderCatalog({ artifact: 'verification-catalog', revision: 2, commands })).toMatchInlineSnapshot(`
      "Revision 2 of verification-catalog is approved.

      tests  Tests pass
        proves  behaviour
        runs    npm test
        pass  shop     exit 0  2026-11-20  by revision 1
        fail  billing  exit 1  2026-11-20

      lint  Tests pass
        proves  behaviour
        runs    npm test
        never run: codex-cockpit catalog run lint
      "
    `);
  });

  it('shows the end of what a failing command printed, and nothing of a passing one', () => {
    const result = {
      ...{ command: 'tests', artifact: 'verification-catalog', revision: 2, repository: 'shop', entry: 9 },
      ...{
        commit: 'ab'.repeat(20),
        changed: true,
        verdict: 'fail' as const,
        summary: 'exit 1',
        durationMs: 1200,
      },
      ...{ cliVersion: undefined, output: `${'x\n'.repeat(100)}the reason${hostile}\n` },
    };
    const shown = renderCatalogResult(result, plain);
    expect(shown).toContain('the reason');
    expect(shown.split('\n').length).toBeLessThan(50);
    expect(shown).toContain(
      '✘ fail  tests: exit 1 after 1.2 s\n      in shop at abababababab, with changes that are in no commit (entry 9)\n',
    );
    expect(shown).not.toMatch(dangerous);
    expect(
      renderCatalogResult({ ...result, verdict: 'pass', changed: false, commit: undefined }, plain),
    ).toBe('✔ pass  tests: exit 1 after 1.2 s\n      in shop without a commit (entry 9)\n');
  });
});

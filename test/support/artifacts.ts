import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approveArtifact } from '../../src/app/artifacts/approve-artifact.ts';
import { reviseArtifact } from '../../src/app/artifacts/revise-artifact.ts';
import { submitArtifact } from '../../src/app/artifacts/submit-artifact.ts';
import type { ArtifactEntry, Revision } from '../../src/domain/artifacts/artifact.ts';
import type { ArtifactKind } from '../../src/domain/artifacts/artifact-kind.ts';
import { parseArtifactKinds } from '../../src/domain/artifacts/parse-artifact-kinds.ts';
import type { Role } from '../../src/domain/people/role.ts';
import { team } from './team.ts';

/** Declarations of kinds, two fields of which the test gives. */
export function kindsText(more: Record<string, string> = {}): string {
  const fields = {
    id: 'policy',
    title: 'A policy',
    why: 'it is of use',
    owner: 'security owner',
    reviewers: '[security owner, rollout owner]',
    cadence: '90d',
    format: 'md',
    publish_to: 'docs/policy.md',
    ...more,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return `version: 1\nartifacts:\n  - ${lines.join('\n    ')}\n`;
}

/** One kind, but for what is given. */
export function kindOf(more: Record<string, string> = {}): ArtifactKind {
  const [kind] = parseArtifactKinds(kindsText(more), 'artifacts.yaml');
  if (!kind) throw new Error('no kind');
  return kind;
}

/** One entry about an artifact, in short. */
export type EntryLine =
  | { revised: number; by: string; sha256?: string; placeholders?: readonly string[] }
  | { submitted: number; by: string }
  | { approved: number; by: string; role: Role; complete?: string; byAuthor?: true };

/** A history of one artifact, as its entries tell it. */
export function entriesOf(...lines: EntryLine[]): readonly ArtifactEntry[] {
  const { id: artifact, title, owner, reviewers, cadence_days, format, content, publish_to } = kindOf();
  const declaration = { title, owner, reviewers, cadence_days, format, content, publish_to };
  const v = 1 as const;
  const digest = (revision: number) => `${revision}`.repeat(64);
  return lines.map((line, index): ArtifactEntry => {
    const base = { seq: index + 10, at: '2026-11-20T12:00:00.000Z', actor: line.by };
    if ('revised' in line) {
      const { revised: revision, sha256 = digest(revision), placeholders = [] } = line;
      const text = { label: 'policy.md', sha256, size: 3 };
      const body = { v, artifact, revision, text, placeholders: [...placeholders], declaration, note: null };
      return { ...base, event: { kind: 'artifact.revised', body } };
    }
    if ('submitted' in line) {
      const { submitted: revision } = line;
      const body = { v, artifact, revision, sha256: digest(revision), role: 'security owner' as const };
      return { ...base, event: { kind: 'artifact.submitted', body } };
    }
    const { approved: revision, role, complete, byAuthor = false } = line;
    const named = { v, artifact, revision, sha256: digest(revision), role };
    const body = {
      ...named,
      by_author: byAuthor,
      complete: complete !== undefined,
      next_review_on: complete ?? null,
    };
    return { ...base, event: { kind: 'artifact.approved', body } };
  });
}

/** The team of the tests, whose project has kinds of its own in place of the shipped ones of these names. */
export async function teamWithKinds(kinds: string = kindsText()) {
  const all = await team();
  writeFileSync(join(all.world.cwd, 'artifacts.yaml'), kinds);
  /** Writes, submits and approves a text: Bob writes, Sue and Ada approve. */
  const approved = async (artifact: string, text: string): Promise<Revision> => {
    const { store, as } = all;
    const { sha256 } = await reviseArtifact(as('bob'), store, { artifact, text, file: `${artifact}.md` });
    const submitted = await submitArtifact(as('ada'), store, { artifact });
    for (const role of submitted.awaits) {
      const who = role === 'security owner' ? 'sue' : role === 'rollout owner' ? 'ada' : 'bob';
      await approveArtifact(as(who), store, { artifact, digest: sha256, role });
    }
    return submitted;
  };
  return { ...all, approved };
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintPolicyFile } from '../src/app/policy/lint-policy.ts';
import { declarationOf } from '../src/domain/artifacts/artifact-kind.ts';
import { readArtifactText } from '../src/domain/artifacts/artifact-text.ts';
import { parseArtifactKinds } from '../src/domain/artifacts/parse-artifact-kinds.ts';
import { findPlaceholders } from '../src/domain/artifacts/placeholders.ts';
import { realCodex, testWorld } from './support/world.ts';

const kinds = parseArtifactKinds(
  readFileSync('data/artifacts/kinds.yaml', 'utf8'),
  'data/artifacts/kinds.yaml',
);

describe.each(kinds)('the starting text of $id', (kind) => {
  const file = `data/artifacts/${kind.template}`;
  const text = readFileSync(file, 'utf8');

  it('can be kept as it is', () => {
    expect(readArtifactText({ text, file }, declarationOf(kind))).toBe(text);
  });

  it('names what a team has to decide as gaps', () => {
    expect(findPlaceholders(text).length).toBeGreaterThan(0);
    // Whatever stands between the braces is a gap: none is overlooked for its spelling.
    expect(text.match(/\{\{/g)).toHaveLength(findPlaceholders(text).length);
  });
});

it('every artifact goes to a path of its own', () => {
  expect(new Set(kinds.map(({ publish_to }) => publish_to)).size).toBe(kinds.length);
});

it('the profiles to start from are accepted by the pinned CLI without a warning, and by our own rules', async () => {
  const world = testWorld();
  const text = readFileSync('data/artifacts/approved-profiles.toml', 'utf8');
  const gaps = {
    'TEAM NAME': 'Acme',
    'OTHER SECRET FOLDER': '~/.kube',
    'PACKAGE REGISTRY': 'registry.example.com',
  };
  const filled = Object.entries(gaps).reduce(
    (rest, [name, value]) => rest.replaceAll(`{{${name}}}`, value),
    text,
  );
  writeFileSync(join(world.cwd, 'config.toml'), filled);
  const { signal } = new AbortController();
  expect(await lintPolicyFile(world, { file: 'config.toml', codex: realCodex, signal })).toMatchObject({
    findings: [],
    cli: { type: 'accepted', warnings: [] },
  });
});

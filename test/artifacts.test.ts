import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { declarationOf, parseArtifactKinds } from '../src/domain/artifacts/artifact-kind.ts';
import { readArtifactText } from '../src/domain/artifacts/artifact-text.ts';
import { findPlaceholders } from '../src/domain/artifacts/placeholders.ts';

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

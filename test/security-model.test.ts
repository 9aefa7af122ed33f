import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/security-model.md', 'utf8');
const proofs = [...page.matchAll(/^\| (?<claim>.+) \| `(?<file>test\/[^`]+)` \| (?<words>.+) \|$/gm)].map(
  ({ groups = {} }) => [groups.claim ?? '', groups.file ?? '', groups.words ?? ''] as const,
);

describe('what the page on security claims', () => {
  it('is proved line by line', () => {
    const lines = page.split('## What proves this page')[1]?.match(/^\| (?!claim|---)/gm) ?? [];
    expect(lines.length).toBeGreaterThan(0);
    expect(proofs).toHaveLength(lines.length);
  });

  it.each(proofs)('is tried by a test that is there: %s', (_, file, words) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(words);
  });
});

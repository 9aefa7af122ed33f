import { describe, expect, it } from 'vitest';
import type { Changes } from '../../../../src/domain/runs/events.ts';
import { checkPack } from '../../../../src/domain/runs/pack/check-pack.ts';
import { type PackDocument, parsePack, sealPack } from '../../../../src/domain/runs/pack/document.ts';
import { isOwnFile, withoutOwnFiles } from '../../../../src/domain/runs/pack/own-files.ts';
import { changesOf, passed, reviewPack } from '../../../support/review-packs.ts';

const changes = changesOf({ 'src/a.ts': 'a', 'src/b.ts': 'b' });
const pack = reviewPack({ changes });

function rulesOf(
  given: PackDocument,
  more: { changes?: Changes; recorded?: { sha256: string }; needsVerification?: boolean } = {},
) {
  const found = checkPack({
    ...{ pack: given, file: 'pack.json', changes: undefined, recorded: undefined, needsVerification: true },
    ...more,
  });
  return found.map(({ rule, path }) => `${rule} ${path}`);
}

const verified = (verification: PackDocument['verification']) => reviewPack({ changes, verification });

describe('checking a review pack', () => {
  it('finds nothing in a verified pack of this very change', () => {
    expect(rulesOf(pack)).toEqual([]);
    expect(rulesOf(pack, { changes, recorded: { sha256: pack.sha256 } })).toEqual([]);
  });

  it.each<[string, string[], PackDocument]>([
    ['no verification', ['no-verification pack.json'], verified([])],
    [
      'a verification that failed',
      ['verification-failed pack.json'],
      verified([passed(changes, { verdict: 'fail' })]),
    ],
    [
      'one that could not be carried out',
      ['verification-failed pack.json'],
      verified([passed(changes, { verdict: 'error' })]),
    ],
    [
      'one of other content',
      ['verification-stale pack.json'],
      verified([passed(changes, { before: 'x', after: 'x' })]),
    ],
    [
      'one that changed files',
      ['verification-stale pack.json'],
      verified([passed(changes, { before: 'x' })]),
    ],
    [
      'one that passed before one that failed',
      ['verification-failed pack.json'],
      verified([passed(changes), passed(changes, { verdict: 'fail' })]),
    ],
    [
      'a change without a digest',
      ['verification-stale pack.json', 'content-unknown null'],
      reviewPack({ changes: { ...changes, digest: null } }),
    ],
    [
      'an edited sentence',
      ['pack-tampered pack.json'],
      { ...pack, uncertain: [] as PackDocument['uncertain'], verified: ['All good.'] },
    ],
    [
      'an edited diff, sealed again',
      ['pack-tampered pack.json'],
      sealPack({ ...pack, diff: { ...pack.diff, text: '+other\n' } }),
    ],
    [
      'an edited file, sealed again',
      ['pack-tampered pack.json'],
      sealPack({
        ...pack,
        changes: { ...changes, files: changesOf({ 'src/a.ts': 'x', 'src/b.ts': 'b' }).files },
      }),
    ],
  ])('finds %s', (_, expected, given) => {
    expect(rulesOf(given)).toEqual(expected);
  });

  it('finds a pack that the history has recorded with another content', () => {
    expect(rulesOf(pack, { recorded: { sha256: 'other' } })).toEqual(['pack-tampered pack.json']);
  });

  it('asks for no verification where the class of the change does not', () => {
    expect(rulesOf(verified([]), { needsVerification: false })).toEqual([]);
    expect(rulesOf(verified([passed(changes, { verdict: 'fail' })]), { needsVerification: false })).toEqual([
      'verification-failed pack.json',
    ]);
  });

  it.each<[string, string[], Changes]>([
    [
      'a file with another content',
      ['diff-differs src/a.ts'],
      changesOf({ 'src/a.ts': 'A', 'src/b.ts': 'b' }),
    ],
    [
      'a file more',
      ['diff-differs src/c.ts'],
      changesOf({ 'src/a.ts': 'a', 'src/b.ts': 'b', 'src/c.ts': 'c' }),
    ],
    ['a file less', ['diff-differs src/b.ts'], changesOf({ 'src/a.ts': 'a' })],
    ['a file deleted instead', ['diff-differs src/b.ts'], changesOf({ 'src/a.ts': 'a', 'src/b.ts': null })],
    [
      'a change of which only the digest is known',
      ['diff-differs pack.json'],
      { ...changes, digest: 'other' },
    ],
  ])('finds that the change is another one: %s', (_, expected, found) => {
    expect(rulesOf(pack, { changes: found })).toEqual(expected);
  });

  it('finds a file whose content nobody could read, in spite of the same digest', () => {
    const unknown = changesOf({ 'src/a.ts': 'a' });
    const files = unknown.files.map((file) => ({ ...file, sha256: null }));
    const same = reviewPack({ changes: { ...unknown, files, digest: null }, verification: [] });
    expect(rulesOf(same, { needsVerification: false })).toContain('content-unknown src/a.ts');
  });

  it('says what to do in every finding', () => {
    const [found] = checkPack({
      ...{ pack: verified([]), file: 'pack.json', changes, recorded: undefined, needsVerification: true },
    });
    expect(found?.remedy).toContain('codex-cockpit pack create --verify');
  });
});

describe('reading a review pack', () => {
  it('reads what was written', () => {
    expect(parsePack(JSON.stringify(pack), 'pack.json')).toEqual(pack);
  });

  it.each([
    ['no JSON', '{', 'pack.json: not JSON'],
    [
      'another document',
      '{"format":"codex-cockpit/pins"}',
      'pack.json: not a review pack of version 1: format',
    ],
    ['a later version', JSON.stringify({ ...pack, version: 2 }), 'version'],
    ['a member more', JSON.stringify({ ...pack, note: 'x' }), 'Unrecognized key'],
    ['null', 'null', 'pack.json'],
  ])('refuses %s, naming the file', (_, text, words) => {
    expect(() => parsePack(text, 'pack.json')).toThrow(words);
  });
});

describe('the evidence of a change in its repository', () => {
  it.each([
    ['codex-evidence/pack.json', true],
    ['codex-evidence/01a1/events.jsonl', true],
    ['codex-evidence/pack-2.md', true],
    ['codex-evidence/01a1/provenance.json', true],
    ['codex-evidence/package.json', false],
    ['codex-evidence/AGENTS.md', false],
    ['codex-evidence/run.sh', false],
    ['codex-evidence/index.js', false],
    ['src/codex-evidence/pack.json', false],
    ['codex-evidence.json', false],
  ])('%s: %s', (path, expected) => {
    expect(isOwnFile(path)).toBe(expected);
  });

  it('is no part of the change, so that a pack can come with it', () => {
    const with_ = changesOf({ 'src/a.ts': 'a', 'codex-evidence/pack.json': '{}' });
    expect(withoutOwnFiles(with_).digest).toBe(changesOf({ 'src/a.ts': 'a' }).digest);
    expect(withoutOwnFiles(changes)).toBe(changes);
  });
});

import { describe, expect, it } from 'vitest';
import { dueAfter, parseCadence } from '../../../../src/domain/upgrade/changelog/cadence.ts';
import { type Release, versionOfTag } from '../../../../src/domain/upgrade/changelog/release.ts';
import { changelogState, type NoteReview } from '../../../../src/domain/upgrade/changelog/review.ts';

const release = (version: string, more: Partial<Release> = {}): Release => ({
  version,
  publishedAt: '2026-11-10T00:00:00.000Z',
  prerelease: false,
  notes: [{ id: `n-${version}`, section: '', text: 'A line', areas: [] }],
  ...more,
});

const review = (version: string, at = '2026-11-20T00:00:00.000Z'): NoteReview => ({
  version,
  notes: [`n-${version}`],
  concerns: false,
  note: null,
  by: 'ada@acme.test',
  at,
  seq: 7,
});

const now = new Date('2026-11-22T12:00:00Z');
const releases = ['0.151.0', '0.139.0', '0.150.0', '0.140.0'].map((version) => release(version));

describe('the release notes of an upgrade', () => {
  it('are those after the pin up to the candidate, oldest first', () => {
    const state = changelogState({ releases, reviews: [] }, { from: '0.139.0', to: '0.150.0', now });
    expect(state.releases.map(({ version }) => version)).toEqual(['0.140.0', '0.150.0']);
    expect(state).toMatchObject({ open: 2, reviewed: 0, hasCandidate: true, ageDays: 12 });
  });

  it('are those that a way back removes', () => {
    const state = changelogState({ releases, reviews: [] }, { from: '0.151.0', to: '0.140.0', now });
    expect(state.releases.map(({ version }) => version)).toEqual(['0.150.0', '0.151.0']);
  });

  it('leave out pre-releases, but for the candidate', () => {
    const alpha = release('0.150.0-alpha.1', { prerelease: true });
    const of = (to: string) =>
      changelogState(
        { releases: [...releases, alpha], reviews: [] },
        { from: '0.139.0', to, now },
      ).releases.map(({ version }) => version);
    expect(of('0.150.0')).not.toContain('0.150.0-alpha.1');
    expect(of('0.150.0-alpha.1')).toContain('0.150.0-alpha.1');
  });

  it('say that the notes of the candidate are missing, and know no age then', () => {
    const state = changelogState({ releases, reviews: [] }, { from: '0.139.0', to: '0.169.0', now });
    expect(state).toMatchObject({ hasCandidate: false, ageDays: undefined });
  });

  it('have the newest review of each line', () => {
    const reviews = [review('0.140.0'), { ...review('0.140.0'), concerns: true, note: 'look', seq: 9 }];
    const state = changelogState({ releases, reviews }, { from: '0.139.0', to: '0.150.0', now });
    expect(state).toMatchObject({ open: 1, reviewed: 1 });
    expect(state.releases[0]?.notes[0]?.review).toMatchObject({ concerns: true, seq: 9 });
  });
});

describe('the cadence of a team', () => {
  it('is that of the template while the artifact does not say', () => {
    expect(parseCadence('# How we upgrade\n')).toEqual({ readNotes: 7, decide: 30, minimumAge: 7 });
  });

  it('is read from the block of its artifact', () => {
    const text = '# x\n\n```yaml cadence\nread_notes: 14d\nminimum_age: 21d\n```\n';
    expect(parseCadence(text)).toEqual({ readNotes: 14, decide: 30, minimumAge: 21 });
  });

  it.each([['read_notes: soon'], ['every: 7d'], ['- 7d']])('refuses %s', (line) => {
    expect(() => parseCadence(`\`\`\`yaml cadence\n${line}\n\`\`\`\n`)).toThrow('upgrade-cadence');
  });

  it.each([
    ['2026-11-20T00:00:00Z', '2026-11-27', false],
    ['2026-11-01T00:00:00Z', '2026-11-08', true],
    [undefined, '2026-11-22', true],
  ])('is due a week after %s', (last, on, isOverdue) => {
    expect(dueAfter(last, 7, now)).toEqual({ on, isOverdue });
  });
});

it.each([
  ['rust-v0.150.0', '0.150.0'],
  ['v0.150.0', '0.150.0'],
  ['0.151.0-alpha.2', '0.151.0-alpha.2'],
  ['codex-sdk-0.1', undefined],
  ['', undefined],
])('reads the tag %s', (tag, version) => {
  expect(versionOfTag(tag)).toBe(version);
});

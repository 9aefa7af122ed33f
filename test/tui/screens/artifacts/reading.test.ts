import { describe, expect, it } from 'vitest';
import { artifacts } from '../../../../src/tui/screens/artifacts/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { change, frameOf, paneOf, press, pressed } from '../../support.tsx';
import { artifactOf, as, byAda, review, submitted, written } from './support.ts';

describe('reading and approving', () => {
  const state = as('sue', [review]);
  const text = (lines: number) => Array.from({ length: lines }, (_, line) => `line ${line + 1}`).join('\n');
  const withText = (one: State, lines: number) =>
    change(one, (now) => ({
      ...now,
      documents: Object.fromEntries(Object.keys(now.documents).map((name) => [name, text(lines)])),
    }));

  it('asks for an approval only once the text was shown to its end, and names that text', () => {
    const opened = press(state, 'a');
    expect(opened).toMatchObject({ overlay: undefined, detail: { of: 'row' } });
    expect(press(opened, 'a').notice).toContain('being read');
    const long = withText(opened, 50);
    expect(press(long, 'a')).toMatchObject({
      overlay: undefined,
      notice: expect.stringContaining('there is more of it below'),
    });
    expect(press(long, 'G', 'a').overlay).toMatchObject({
      type: 'confirm',
      records: [expect.stringContaining('review revision 1 by bob@example.com, sha256 111111111111…')],
      effect: { name: 'approve-artifact', input: { artifact: 'review', digest: '1'.repeat(64) } },
    });
    expect(press(withText(opened, 3), 'a').overlay).toMatchObject({ type: 'confirm' });
  });

  it('begins again when somebody records another text under the eyes of the reader', () => {
    const read = press(withText(press(state, 'a'), 50), 'G');
    const next = artifactOf('review', [
      written,
      submitted,
      { revised: 2, by: 'eve@example.com' },
      { submitted: 2, by: 'ada@example.com' },
    ]);
    const changed = change(read, (now) => artifacts.set(now, [next]));
    expect(changed).toMatchObject({
      detail: { of: 'row', scroll: 0 },
      notice: 'eve@example.com recorded revision 2; this is its text',
    });
    expect(press(withText(changed, 50), 'a').notice).toContain('there is more of it below');
    expect(press(withText(changed, 50), 'G', 'a').overlay).toMatchObject({
      effect: { input: { digest: '2'.repeat(64) } },
    });
  });

  it('begins again when the person goes to another artifact', () => {
    const other = artifactOf('half', [written, submitted, { ...byAda, complete: undefined as never }]);
    const read = press(withText(press(as('sue', [review, other]), 'a'), 50), 'G');
    expect(read.detail?.scroll).toBeGreaterThan(0);
    const moved = change(read, (now) => ({ ...now, cursor: { ...now.cursor, artifacts: 1 } }));
    expect(moved).toMatchObject({ detail: { of: 'row', scroll: 0 }, notice: undefined });
  });

  it('wants the whole text read, not only what changed', () => {
    const differing = press(state, 'd');
    expect(differing.detail?.of).toBe('diff');
    expect(press(withText(differing, 3), 'a')).toMatchObject({ overlay: undefined, detail: { of: 'row' } });
  });

  it('reads the text when it is opened, and the difference on d', () => {
    const [open, read, ...more] = pressed(state, ['enter']);
    expect([read?.name, read?.input, more]).toEqual([
      'read-documents',
      [`artifact review ${'1'.repeat(64)}`],
      [],
    ]);
    expect(paneOf(frameOf(open)).join('\n')).toContain('reading…');
    expect(pressed(open, ['j'])).toHaveLength(1);
    expect(pressed(state, ['d'])[1]?.input).toEqual([`revision diff review ${'1'.repeat(64)}`]);
  });
});

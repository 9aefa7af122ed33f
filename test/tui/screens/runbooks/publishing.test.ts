import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../src/domain/people/role.ts';
import { drafts } from '../../../../src/tui/screens/runbooks/rows.ts';
import { runbooksScreen } from '../../../../src/tui/screens/runbooks/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { change, frameOf, on, paneOf, press, pressed, refusalOf, type } from '../../support.tsx';
import { listed, shelf } from './support.ts';

const as = (state: State, ...roles: Role[]): State => ({
  ...state,
  me: { email: 'bob@example.com', roles, hasKey: false },
});

const read = (state: State, text: string) =>
  change(state, (now) => ({ ...now, documents: { 'difference pilot': text } }));

describe('d', () => {
  it('shows what the text of the project would change', () => {
    const [open, effect] = pressed(shelf(), ['d']);
    expect(effect).toMatchObject({ name: 'read-documents', input: ['difference pilot'] });
    expect(frameOf(open)).toContain('reading…');
    const shown = read(open, '+ a third item');
    expect(paneOf(frameOf(shown))).toContain('+ a third item');
    expect(pressed(shown, ['y'])[1]).toMatchObject({ input: '+ a third item' });
    expect(press(shown, 'esc').detail).toBeUndefined();
  });

  it('says that nothing would change, or why that is not known', () => {
    expect(refusalOf(press(shelf(), 'j'), 'd')).toBe("the project's text of scale is in force as it is");
    expect(refusalOf(shelf({ fault: 'runbooks/pilot.md:6:3: no such role' }), 'd')).toBe(
      'runbooks/pilot.md:6:3: no such role',
    );
    expect(refusalOf(on('runbooks'), 'd')).toBe('no runbook is selected');
  });
});

describe('publishing', () => {
  it('shows the difference before it asks why', () => {
    const [state, effect] = pressed(shelf(), ['p']);
    expect(state).toMatchObject({
      ...{ detail: { of: 'difference' }, overlay: undefined },
      notice: 'this is what changes; press p again to publish it',
    });
    expect(effect).toMatchObject({ name: 'read-documents', input: ['difference pilot'] });
    expect(press(read(state, '+ a third item'), 'p').overlay).toMatchObject({
      ...{ command: 'publish-runbook', title: 'Publish pilot' },
      fields: [{ label: 'Reason' }, { label: 'Why without a run' }],
    });
  });

  it('asks only rollout owners why not to wait for a passing run, and everybody for a reason', () => {
    const form = press(as(shelf(), 'platform engineer'), 'p', 'p');
    expect(form.overlay).toMatchObject({ fields: [{ label: 'Reason' }] });
    expect(press(form, 'enter').overlay).toMatchObject({
      refusal: expect.stringContaining('a reason is needed'),
    });
  });

  it('looks first whether the text may be put in force', () => {
    const form = press(shelf(), 'p', 'p');
    const [state, effect] = pressed(type(form, 'wanted'), ['enter', 'enter']);
    expect(state).toMatchObject({ overlay: { type: 'form' }, notice: 'looking at what it leads to…' });
    expect(effect).toMatchObject({
      name: 'look-before-publish-runbook',
      input: { runbook: 'pilot', reason: 'wanted', waiveSuite: undefined },
    });
  });

  it('is for platform engineers and rollout owners, where a text differs', () => {
    const reason = 'needs the role platform engineer or rollout owner';
    expect(refusalOf(as(shelf(), 'team lead'), 'p')).toBe(reason);
    expect(refusalOf(as(shelf(), 'platform engineer'), 'p')).toBeUndefined();
    expect(refusalOf(press(shelf(), 'j'), 'p')).toContain('is in force as it is');
    expect(refusalOf(shelf({ listed: [], fault: 'runbooks/pilot.md:6:3: x' }), 'p')).toContain(
      'pilot.md:6:3',
    );
    expect(refusalOf(shelf({}, { readOnly: true }), 'p')).toBe('this session is read-only');
    expect(refusalOf(shelf({}, { status: statusOf({ rollout: undefined }) }), 'p')).toBe(
      'there is no rollout yet',
    );
  });
});

describe('e', () => {
  it('asks before it writes a file of the project, and records nothing', () => {
    expect(press(shelf(), 'e').overlay).toMatchObject({
      question: "Edit the project's text of pilot? It counts once it is published.",
      records: [],
      writes: ['runbooks/pilot.md, with the text in force unless the project has its own'],
      effect: { name: 'edit-runbook', input: { runbook: 'pilot' } },
    });
    expect(refusalOf(shelf({}, { readOnly: true }), 'e')).toBeUndefined();
    expect(refusalOf(on('runbooks'), 'e')).toBe('no runbook is selected');
  });
});

describe('H', () => {
  it('opens the published revisions of the selected one, and esc goes back', () => {
    const [open, effect] = pressed(press(shelf(), 'j'), ['H']);
    expect(effect).toMatchObject({ input: ['revisions scale'] });
    expect(frameOf(open)).toContain('╭─ Runbooks: revisions ─');
    expect(frameOf(open)).toContain('reading…');
    expect(press(open, 'esc').detail).toBeUndefined();
    expect(refusalOf(on('runbooks'), 'H')).toBe('no runbook is selected');
  });
});

describe('the texts of the project', () => {
  const load = (state: State) => runbooksScreen.load?.(state) ?? [state];

  it('are read when the screen is shown, and again once more was recorded', () => {
    const [asked, effect] = load(shelf({ at: undefined }));
    expect(effect).toMatchObject({ name: 'read-drafts', input: 7 });
    expect(load(asked)).toHaveLength(1);
    const later = { ...asked, status: statusOf({ entries: 8 }) };
    expect(load(later)[1]).toMatchObject({ name: 'read-drafts', input: 8 });
    expect(load(on('runbooks', { status: undefined }))).toHaveLength(1);
  });

  it('keep the cursor on its runbook when one comes before it', () => {
    const chosen = press(shelf(), 'j');
    const sorted = { ...chosen, sort: { runbooks: { by: 'RUNBOOK', descending: false } } };
    const more = change(sorted, (now) =>
      drafts.set(now, { ...drafts.of(now), listed: [listed('ours', true), listed('scale', false)] }),
    );
    expect(more.cursor.runbooks).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { hostile } from '../../../support/recorded-builders.ts';
import { controls, frameOf, on, paneOf, press, type, wholeFrame } from '../../support.tsx';
import { ids, listed, readable, shelf, shelfOf } from './support.ts';

describe('the Runbooks screen', () => {
  it('says which texts of the project differ from those in force', () => {
    const frame = frameOf(shelf());
    expect(frame).toContain('Not published: pilot (d shows the difference, p publishes)');
    expect(paneOf(frame)[1]).toMatch(/▸ The pilot +phase +pilot +revision 1 +differs/);
    expect(paneOf(frame)[2]).toMatch(/The scale +phase +scale +revision 1$/);
    expect(frameOf(shelf({ listed: [] }))).toContain('The texts of the project are those in force.');
  });

  it('says which text ships with the program, and which the team published', () => {
    const frame = frameOf(shelfOf([readable('pilot', { revision: 0 }), readable('scale', { revision: 12 })]));
    expect(paneOf(frame)[1]).toMatch(/pilot +as shipped$/);
    expect(paneOf(frame)[2]).toMatch(/scale +revision 12$/);
  });

  it('has a row for a runbook that only the project has', () => {
    const state = shelf({ listed: [listed('ours', true), listed('pilot', false)] });
    expect(ids(state)).toEqual(['pilot', 'scale', 'ours']);
    expect(paneOf(frameOf(state))[3]).toMatch(/The ours +phase +ours +new$/);
    expect(frameOf(press(state, 'G', 'enter'))).toContain('It is not in force: only the project has it.');
    expect(ids(shelfOf([], { found: { listed: [listed('ours', true)] } }))).toEqual([]);
  });

  it('says that it reads, and that the filter finds none', () => {
    expect(frameOf(on('runbooks', { status: undefined }))).toContain('reading…');
    expect(frameOf(type(press(shelf(), '/'), 'nothing-such'))).toContain('no runbook passes the filter');
  });

  it('shows the text of the selected one beside the list, or below it', () => {
    const texts = [readable('pilot', { text: '# Begin\n\nwith a team' }), readable('scale')];
    expect(frameOf(shelfOf(texts), { width: 100 })).toMatch(/││ with a team/);
    expect(wholeFrame(shelfOf(texts), { width: 80, height: 23 })).toContain('with a team');
    expect(wholeFrame(shelfOf(texts), { width: 60, height: 15 })).not.toContain('with a team');
  });

  it('says where a text of the project is broken, on one line', () => {
    const fault = `runbooks/pilot.md:6:3: items[0].owner: no such role ${hostile}`;
    const frame = frameOf(shelf({ listed: [], fault }), { width: 60 });
    expect(frame.split('\n')[0]).toMatch(/^runbooks\/pilot\.md:6:3: items\[0\]\.owner: no such role/);
    expect(frame).not.toMatch(controls);
  });

  it('obeys no control sequence of a title or a text, in a narrow terminal', () => {
    const state = shelfOf([readable('pilot', { title: hostile, text: hostile }), readable('scale')]);
    for (const one of [state, press(state, 'enter')]) {
      const frame = wholeFrame(one, { width: 60, height: 16 });
      expect(frame).not.toMatch(controls);
      expect(frame).toContain('evil');
    }
  });

  it('keeps the name of each runbook, however long or wide its title', () => {
    const title = '日本語の長い題名 '.repeat(8);
    const frame = wholeFrame(
      shelfOf([readable('pilot', { title }), readable('a-long-name-of-ours', { title })]),
      {
        width: 60,
        height: 15,
      },
    );
    expect(frame).toMatch(/▸ 日本語.* pilot /);
    expect(frame).toContain('a-long-name-of-ours');
  });
});

describe('the filter of the runbooks', () => {
  const state = shelfOf([readable('pilot'), readable('rollback', { kind: 'procedure' })], {
    found: { listed: [listed('pilot', true), listed('rollback', false), listed('ours', true)] },
  });

  it.each([
    ['pilot', ['pilot']],
    ['PROCEDURE', ['rollback']],
    ['differs', ['pilot']],
    ['new', ['ours']],
    ['in force', ['rollback']],
    ['!phase', ['rollback']],
  ])('finds by %j', (typed, found) => {
    expect(ids(type(press(state, '/'), typed))).toEqual(found);
  });
});

describe('O sorts the runbooks', () => {
  const texts = [
    readable('pilot', { title: 'B', revision: 10 }),
    readable('scale', { title: 'C', revision: 9 }),
    readable('rollback', { title: 'A', kind: 'guide', revision: 0 }),
  ];
  const state = shelfOf(texts, { found: { listed: [listed('scale', true), listed('pilot', false)] } });

  it.each([
    ['TITLE', ['rollback', 'pilot', 'scale']],
    ['KIND', ['rollback', 'pilot', 'scale']],
    ['RUNBOOK', ['pilot', 'rollback', 'scale']],
    ['REVISION', ['rollback', 'scale', 'pilot']],
    ['DRAFT', ['scale', 'pilot', 'rollback']],
  ])('by %s, and downwards', (title, order) => {
    let sorted = press(state, 'O');
    while (sorted.sort.runbooks?.by !== title) sorted = press(sorted, 'O');
    expect(ids(sorted)).toEqual(order);
    expect(paneOf(frameOf(sorted))[0]).toContain(`${title}↑`);
    expect(ids(press(sorted, 'O'))[0]).not.toBe(order[0]);
  });
});

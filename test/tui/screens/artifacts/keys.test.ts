import { describe, expect, it } from 'vitest';
import type { Artifact } from '../../../../src/domain/artifacts/artifact.ts';
import type { NextAction } from '../../../../src/domain/rollout/next-action.ts';
import { showArtifact, work } from '../../../../src/tui/screens/artifacts/rows.ts';
import { inKeys } from '../../../../src/tui/screens/artifacts/words.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { formIn, refusedIn, valuesIn } from '../../asking.ts';
import { change, press, pressed, refusalOf, wholeFrame } from '../../support.tsx';
import { artifactOf, as, draft, gaps, half, none, review, whole } from './support.ts';

describe('the keys of the artifacts', () => {
  const recording = ['e', 'i', 's', 'a', 'p'];

  it.each(recording)('%s records nothing in a session that only looks, or for an auditor', (key) => {
    expect(refusalOf(as('ada', [review], { readOnly: true }), key)).toBe('this session is read-only');
    expect(refusalOf(as('aud', [review]), key)).toBe('an auditor looks at everything and records nothing');
  });

  it.each([
    ['e', 'eve', none, /needs the role platform engineer or rollout owner/],
    ['i', 'eve', none, /needs the role/],
    ['s', 'bob', draft, /needs the role security owner or rollout owner/],
    ['s', 'ada', review, /is in review already; it waits for security owner, rollout owner/],
    ['s', 'ada', none, /no artifact that was begun is selected/],
    ['a', 'ada', draft, /revision 1 of draft is a draft: there is nothing to approve. .*press s/],
    ['a', 'bob', review, /may not approve review: that needs the role/],
    ['a', 'sue', half, /needs the role rollout owner/],
    ['d', 'ada', none, /no artifact that was begun is selected/],
    ['p', 'ada', review, /no revision of it is approved/],
    ['p', 'sue', whole, /needs the role platform engineer or rollout owner or team lead/],
    ['D', 'ada', review, /no artifact is approved yet/],
    ['t', 'ada', draft, /only permission profiles, requirements and rules can be tried/],
  ] as const)('%s as %s on "%s" says why not', (key, who, artifact, reason) => {
    expect(refusalOf(as(who, [artifact]), key)).toMatch(reason);
    expect(press(as(who, [artifact]), key).notice).toMatch(reason);
  });

  it.each([
    ['e', 'bob', none, 'edit-artifact'],
    ['s', 'sue', draft, 'look-before-submit-artifact'],
    ['t', 'aud', artifactOf('p', [], { format: 'toml', publish_to: '.codex/config.toml' }), 'try-artifact'],
    ['t', 'ada', artifactOf('p', [], { format: 'rules' }), 'try-artifact'],
  ] as const)('%s as %s does something', (key, who, artifact, effect) => {
    const [, ...effects] = pressed(as(who, [artifact]), [key]);
    expect(effects.map(({ name }) => name)).toContain(effect);
  });

  it('H shows who did what with it', () => {
    const shown = press(as('ada', [draft]), 'H');
    expect([shown.screen, shown.filter.history]).toEqual(['history', 'subject:artifact/draft']);
  });

  it('are said to a person who comes from My turn', () => {
    const say = (who: string, artifact: Artifact) =>
      showArtifact({ ...as(who, [artifact]), screen: 'turn' }, artifact.id).notice;
    expect(say('sue', none)).toBe('e begins none from this text in your editor; i takes a file');
    expect(say('sue', gaps)).toBe('e opens gaps in your editor, at its first gap');
    expect(say('sue', draft)).toBe('s gives draft to its reviewers');
    expect(say('sue', review)).toBe('read it to its end; a approves it then');
    expect(say('sue', { ...whole, reviewDue: true })).toBe('s begins the review of whole');
    expect(say('bob', none)).toBeUndefined();
    expect(showArtifact(as('sue', []), 'gone').notice).toBe('there is no artifact gone');
  });

  it('e works at once where My turn led', () => {
    const action: NextAction = {
      ...{
        kind: 'artifact',
        action: 'write none',
        why: 'Policy: open',
        command: 'codex-cockpit artifact edit none',
      },
      ...{ role: 'security owner', subject: 'pilot.policy', key: 'none' },
    };
    const turn = { ...as('sue', [none]), screen: 'turn' };
    const status = statusOf({ awaited: [{ action, people: ['sue@example.com'] }] });
    const opened = press({ ...turn, status, next: [action] }, 'enter');
    expect([opened.screen, opened.detail?.of]).toEqual(['artifacts', 'row']);
    const [, ...effects] = pressed(opened, ['e']);
    expect(effects).toMatchObject([{ name: 'edit-artifact', input: { artifact: 'none' } }]);
  });
});

describe('advice', () => {
  it.each([
    ['Fill them: codex-cockpit artifact edit usage-policy', 'Fill them: press e'],
    [
      'Write it: codex-cockpit artifact edit p, or codex-cockpit artifact import p FILE',
      'Write it: press e, or i for a file',
    ],
    ['Read it again: codex-cockpit artifact show p', 'Read it again: press enter'],
    [
      'Give it to its reviewers first: codex-cockpit artifact submit p',
      'Give it to its reviewers first: press s',
    ],
    ['Compare: codex-cockpit artifact diff p', 'Compare: press d'],
    [
      'Look at it: codex-cockpit artifact drift --artifact p --diff. To overwrite it: --force',
      'Look at it: D shows it. To overwrite it, say so in the form',
    ],
    [
      'Your text is kept in /tmp/x/p.md; correct it, then: codex-cockpit artifact import p /tmp/x/p.md',
      'Your text is kept in /tmp/x/p.md; press e to go on with it',
    ],
    ['to approve revision 1: codex-cockpit artifact approve p 3f2a91bc', 'to approve revision 1: press a'],
    ['Ask ada@example.com.', 'Ask ada@example.com.'],
  ])('%s', (command, key) => {
    expect(inKeys(command)).toBe(key);
  });
});

describe('the form of i', () => {
  const screen = as('bob', [draft]);

  it('asks for a file, and refuses none and a device at its field', () => {
    expect(formIn(press(screen, 'i')).title).toBe('Record the text of a file as a new revision of draft');
    expect(refusedIn(press(screen, 'i', 'enter', 'enter'))).toBe('File: name the file with the text');
    expect(refusedIn(press(screen, 'i', ...'/dev/stdin', 'enter', 'enter'))).toBe(
      'File: /dev/stdin is a device, not a file. Name a file.',
    );
  });

  it('keeps what was typed for each artifact by itself', () => {
    const both = as('bob', [draft, gaps]);
    const left = press(both, 'i', ...'a.md', 'esc', 'j');
    expect(valuesIn(press(left, 'i'))).toEqual({ File: '', 'Note (optional)': '' });
    expect(valuesIn(press(left, 'k', 'i'))).toEqual({ File: 'a.md', 'Note (optional)': '' });
  });
});

describe('the form of p', () => {
  const screen = as('ada', [whole]);
  const filled = { Folder: '.', 'Path in it': 'docs/policy.md', 'Another text there': 'leave it' };

  it('begins with this folder, the declared path, and leaving what is there', () => {
    expect(valuesIn(press(screen, 'p'))).toEqual(filled);
  });

  it.each([
    ['Folder', 0, 'name a folder of the repository'],
    ['Path in it', 1, 'name the path in the repository, such as docs/policy.md'],
    ['Another text there', 2, 'choose one with the arrow keys, or type a part of it'],
  ])('wants a value for %s', (label, at, reason) => {
    const emptied = press(screen, 'p', ...Array(at).fill('tab'), 'ctrl-u', ...Array(3 - at).fill('enter'));
    expect(refusedIn(emptied)).toBe(`${label}: ${reason}`);
  });

  it('overwrites nothing unless that was chosen', () => {
    const looks = (...keys: string[]) => pressed(screen, ['p', 'enter', 'enter', ...keys, 'enter'])[1];
    expect(looks()).toMatchObject({ name: 'look-before-publish-artifact', input: { overwrite: 'never' } });
    expect(looks('down')?.input).toMatchObject({ overwrite: 'always' });
    expect(looks(...'over')?.input).toMatchObject({ overwrite: 'always' });
  });

  it('offers the folder that was written into last, and not those that were looked through', () => {
    const looked = work(screen, { folder: '/work/shop', folders: '/work/shop, /work/api' });
    expect(valuesIn(press(looked, 'p')).Folder).toBe('/work/shop');
    expect(valuesIn(press(looked, 'D')).Folders).toBe('/work/shop, /work/api');
  });
});

describe('D', () => {
  const screen = as('aud', [whole, draft]);

  it('looks through several folders for all artifacts or one, and records nothing', () => {
    const asked = (...keys: string[]) => pressed(screen, ['D', 'ctrl-u', ...keys, 'enter'])[1];
    expect(asked(...'a, ,~/b', 'enter')).toMatchObject({
      name: 'artifact-drift',
      input: { folders: ['a', '~/b'], artifacts: [] },
    });
    expect(asked(...'a', 'enter', 'down')?.input).toEqual({ folders: ['a'], artifacts: ['whole'] });
    expect(formIn(press(screen, 'D')).fields[1]?.choices).toEqual(['all', 'whole']);
  });

  it.each([
    ['', [], 'Folders: name folders of repositories, with commas between them'],
    [' , ', [], 'Folders: name folders of repositories, with commas between them'],
    ['a', [...'draft'], 'Artifact: "draft" is no choice'],
  ])('refuses the folders %j and the artifact %j', (folders, artifact, reason) => {
    const state = press(screen, 'D', 'ctrl-u', ...folders, 'enter', ...artifact, 'enter');
    expect(refusedIn(state)).toContain(reason);
  });
});

describe('what is open', () => {
  it('is copied: the id of an artifact, the text of a difference', () => {
    expect(pressed(as('ada', [draft]), ['y'])[1]?.input).toBe('draft');
    const differing = change(press(as('ada', [draft]), 'd'), (now) => ({
      ...now,
      documents: Object.fromEntries(Object.keys(now.documents).map((name) => [name, '+one'])),
    }));
    expect(pressed(differing, ['y'])[1]?.input).toBe('+one');
  });

  it('leads to its author and to the entries about its newest text, and esc comes back', () => {
    const open = press(as('ada', [half]), 'enter', 'enter');
    expect(wholeFrame(open)).toMatch(
      /entry 10: revision 1 by bob@example\.com[\s\S]+entry 12: approved by sue@example\.com as security owner[\s\S]+person bob@/,
    );
    const bob = press(open, 'j', 'j', 'enter');
    expect(bob).toMatchObject({ screen: 'people', detail: { of: 'row' } });
    expect(press(bob, 'esc')).toMatchObject({ screen: 'artifacts', detail: { of: 'row' } });
    expect(press(as('ada', [none]), 'enter', 'enter').overlay).toBeUndefined();
  });
});

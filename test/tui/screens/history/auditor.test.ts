import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordedKeys } from '../../../../src/app/history/checkpoints/signing-key.ts';
import { verifyHistory } from '../../../../src/app/history/verify-history.ts';
import { addPerson } from '../../../../src/app/people/people.ts';
import { beginRollout } from '../../../../src/app/rollout/begin-rollout.ts';
import { openHistory, openWritableHistory } from '../../../../src/app/world/session.ts';
import { renderProof } from '../../../../src/report/history/proof.ts';
import { historyScreen } from '../../../../src/tui/screens/history/screen.tsx';
import { statusOf } from '../../../support/recorded-builders.ts';
import { testWorld } from '../../../support/world.ts';
import { on, press, pressed, refusalOf, runCockpit, type, wholeFrame } from '../../support.tsx';

/** A cockpit on the History screen of a rollout with an owner and a team lead. */
async function auditor(more: { readOnly?: true } = {}) {
  const world = { ...testWorld(), as: 'ada@example.com' };
  const store = await openWritableHistory(world, {});
  await beginRollout(world, store, { name: 'Acme', pin: '0.139.0' });
  await addPerson(world, store, { email: 'bob@example.com', add: ['team lead'] });
  await store.close();
  const { cockpit, keys, see } = runCockpit({ ...world, ...more });
  await see('Gate ');
  keys('3');
  const poll = (read: () => unknown) => expect.poll(read, { timeout: 30_000 });
  /** Waits until the answer to a question says something. */
  const answers = (text: string | RegExp) =>
    poll(() => historyScreen.detail(cockpit.state()) ?? '').toMatch(text);
  const notices = (text: string | RegExp) => poll(() => cockpit.state().notice ?? '').toMatch(text);
  /** Fills the fields of the open form, each of which loses what it was prefilled with. */
  const fill = (...values: (string | undefined)[]) => {
    for (const value of values) keys(...(value === undefined ? [] : ['ctrl-u', ...value]), 'enter');
  };
  const asked = (question: string) =>
    poll(() => cockpit.state().overlay).toMatchObject({ type: 'confirm', question });
  const entries = () => cockpit.state().status?.entries;
  return { world, cockpit, keys, answers, notices, fill, asked, entries };
}

describe('what an auditor asks on the History screen', () => {
  it('is answered with the texts of the commands, and records nothing', async () => {
    const { world, keys, answers, fill, entries, cockpit } = await auditor({ readOnly: true });
    const before = entries();
    keys('v');
    await answers('Verified in ');
    const proof = renderProof(await verifyHistory(world, {}));
    expect(historyScreen.detail(cockpit.state())).toContain(proof);
    expect(proof).toContain('The history is whole');
    expect(wholeFrame({ ...cockpit.state(), detail: undefined })).toMatch(
      /✔ whole: \d entries, verified \d\d:\d\d/,
    );
    keys('K');
    const store = await openHistory(world, {});
    const [key] = await recordedKeys(store as NonNullable<typeof store>);
    await store?.close();
    await answers(key?.text ?? 'no key');
    keys('R');
    await answers('Nothing to look at.');
    keys('t');
    fill('1');
    await answers(/As of .*, after entry 1\n/);
    keys('d');
    fill('2', '');
    await answers(/roles +bob@example\.com +none → team lead/);
    keys('D');
    fill('', '');
    await answers('No decision is based on that.');
    keys('esc');
    expect(cockpit.state().detail).toBeUndefined();
    expect(entries()).toBe(before);
  });

  it('is refused in the form when it cannot be answered', async () => {
    const { keys, fill, cockpit } = await auditor({ readOnly: true });
    const refused = (text: string) =>
      expect
        .poll(() => cockpit.state().overlay, { timeout: 30_000 })
        .toMatchObject({ type: 'form', refusal: expect.stringContaining(text) });
    keys('t');
    fill('soon');
    await refused('"soon": not a moment');
    keys('esc', 'd');
    fill('3', '2');
    await refused('From is later than To');
    keys('esc', 'V');
    fill('missing.checkpoint', '');
    await refused('there is no such file');
    keys('esc', 'D');
    fill('1', '0.139.0');
    await refused('leave one of the two empty');
  });
});

describe('what an auditor takes along', () => {
  it('is a proof, an export and a bundle, at paths that are asked for', async () => {
    const { world, keys, fill, asked, notices, entries, answers } = await auditor();
    const there = (file: string) => join(world.cwd, file);
    keys('c');
    fill('kept/', undefined);
    await asked('Sign the present state of the history?');
    keys('enter');
    await notices(/signed \d+ entries; written to .*kept/);
    const [kept] = readdirSync(there('kept'));
    const before = entries();

    keys('p');
    fill('1', 'one.proof');
    await asked('Write the proof of entry 1?');
    expect(existsSync(there('one.proof'))).toBe(false);
    keys('enter');
    await notices('written to ');
    keys('K');
    await answers('Give it to auditors');
    keys('esc', 'x');
    fill('all.csv', 'csv', undefined, '', '');
    await asked('Export the history as csv?');
    keys('enter');
    await notices(`exported ${before} entries`);
    expect(readFileSync(there('all.csv'), 'utf8').split('\n')[1]).toContain('rollout.started');
    keys('b');
    fill('~/bundle');
    await asked('Write the bundle for an auditor?');
    keys('enter');
    await notices(/entries written to .*bundle\. Send the auditor the public key/);
    expect(readdirSync(join(world.root, 'bundle'))).toContain('verify.mjs');

    keys('V');
    fill(`kept/${kept}`, '');
    await answers('1 of them kept elsewhere');
    expect(entries()).toBe(before);
  });

  it('is not written over something, and an entry without a checkpoint is refused before the question', async () => {
    const { keys, fill, cockpit, entries } = await auditor();
    const refused = (text: string) =>
      expect
        .poll(() => cockpit.state().overlay, { timeout: 30_000 })
        .toMatchObject({ type: 'form', refusal: expect.stringContaining(text) });
    keys('b');
    fill('.');
    await refused('there is something of that name');
    keys('esc', 'p');
    fill(String(entries()), 'newest.proof');
    await refused('no checkpoint covers entry');
    keys('esc', 'x');
    fill('out', 'xml');
    await refused('"xml" is no choice. There are jsonl, csv');
  });
});

describe('the History screen', () => {
  it.each(['p', 'x', 'b', 'c'])('says why %s cannot be used while there is no history', (key) => {
    expect(refusalOf(on('history', { status: statusOf({ entries: 0 }) }), key)).toBe('the history is empty');
  });

  it('signs nothing in a session that only looks, or for an auditor', () => {
    const reader = on('history', { readOnly: true });
    expect(pressed(reader, ['c'])[0].notice).toContain('this session is read-only');
    expect(refusalOf(reader, 'x')).toBeUndefined();
    const me = { email: 'eve@example.com', roles: ['auditor' as const], hasKey: false };
    expect(refusalOf(on('history', { me }), 'c')).toContain('an auditor looks at everything');
    expect(refusalOf(on('history', { me }), 'b')).toBeUndefined();
  });

  it('says that files are written and that nothing is recorded', () => {
    const form = press(on('history'), 'b', 'ctrl-u');
    const [, effect] = pressed(type(form, 'x.tgz'), ['enter']);
    expect(effect).toMatchObject({ name: 'look-before-bundle', input: { out: 'x.tgz' } });
    const asked = {
      question: 'Write?',
      writes: ['/x.tgz\u001b[2J'],
      records: [],
      effect: { name: 'x', carryOut: async () => undefined },
    };
    const frame = wholeFrame(
      on('history', { overlay: { type: 'confirm', ...asked, form: undefined, scroll: 0 } }),
    );
    expect(frame).toMatch(/This will be written:.*\n.*\/x\.tgz .*\n.*Nothing is recorded in the history\./);
  });
});

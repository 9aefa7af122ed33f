import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/people/person.ts';
import { keyFingerprint } from '../../../../src/domain/people/public-key.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { testWorld } from '../../../support/world.ts';
import { askedIn, carriedOut, confirmed, goBack, refusedIn, valuesIn } from '../../asking.ts';
import { press, pressed, refusalOf } from '../../support.tsx';
import { ada, bob, keyOf, people, selecting } from './support.ts';

/** Submits a file in the form of K, in a folder with key files, and says what it leads to. */
function recording(all: readonly Person[] = [ada, bob]) {
  const world = testWorld();
  mkdirSync(join(world.root, '.ssh'));
  for (const [name, text] of [
    ['project/new.pub', `${keyOf(9)} bob@laptop\n`],
    ['.ssh/id.pub', `${keyOf(9)}\n`],
    ['project/ada.pub', `${keyOf(1)}\n`],
    ['project/note.pub', 'no key\n'],
    ['project/private', '-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n'],
  ] as const)
    writeFileSync(join(world.root, name), text);
  const screen = selecting(bob.email, { people: all });
  const submit = (file: string, ...then: string[]): Promise<State> => {
    const step = pressed(screen, ['K', ...file, ...then, 'enter']);
    const reading = (work: (store: never) => Promise<unknown>) => work({ people: async () => all } as never);
    return carriedOut(step, { world: () => world, reading: reading as never });
  };
  return { screen, submit, root: world.root };
}

const print = (number: number) => `ssh-ed25519 ${keyFingerprint(keyOf(number))}`;

describe('K', () => {
  it('shows the fingerprint of the key before it is recorded', async () => {
    const { screen, submit } = recording();
    const asked = await submit('new.pub');
    expect(askedIn(asked)).toEqual([
      'Record this SSH key for bob@example.com? Their sign-offs need it from now on.',
      'This will be recorded in the history (1 entry):',
      `  person.recorded: bob@example.com with the key ${print(9)}`,
    ]);
    expect(confirmed(asked)).toMatchObject({
      name: 'record-key',
      input: { email: bob.email, key: keyOf(9), dropKeys: false },
    });
    goBack(screen, 'K', asked);
  });

  it('finds a file by ~, as its own hint names one', async () => {
    const asked = await recording().submit('~/.ssh/id.pub');
    expect(askedIn(asked).at(-1)).toContain(print(9));
  });

  it.each([
    ['', 'File (.pub): name the file that ends in .pub, such as ~/.ssh/id_ed25519.pub'],
    ['missing.pub', 'File (.pub): missing.pub: cannot read the public key'],
    ['.', 'File (.pub): .: cannot read the public key'],
    ['note.pub', 'File (.pub): note.pub: not a public SSH key'],
    ['private', 'File (.pub): private: not a public SSH key'],
    // It would wait for keys that are pressed in the screens.
    ['/dev/tty', 'File (.pub): /dev/tty is a device, not a file. Name a file.'],
  ])('refuses the file %j at its field, and repeats nothing of it', async (file, refusal) => {
    const state = await recording().submit(file);
    expect(refusedIn(state)).toContain(refusal);
    expect(refusedIn(state)).not.toMatch(/secret|BEGIN/);
    expect(valuesIn(state)['File (.pub)']).toBe(file);
  });

  it('refuses the key of somebody else', async () => {
    const { submit } = recording([{ ...ada, keys: [keyOf(1)] }, bob]);
    expect(refusedIn(await submit('ada.pub'))).toContain(
      'this key is recorded for ada@example.com: a key belongs to one person',
    );
  });

  it('asks what becomes of earlier keys, and says which ones go', async () => {
    const { submit } = recording([ada, { ...bob, keys: [keyOf(1), keyOf(2)] }]);
    expect(askedIn(await submit('new.pub', 'enter')).slice(2)).toEqual([
      `  person.recorded: bob@example.com with the key ${print(9)}`,
    ]);
    const replacing = await submit('new.pub', 'enter', 'down');
    expect(askedIn(replacing).slice(2)).toEqual([
      `  person.recorded: bob@example.com with the key ${print(9)}`,
      `  removes: ${print(1)}`,
      `  removes: ${print(2)}`,
    ]);
    expect(confirmed(replacing).input).toMatchObject({ dropKeys: true });
    expect(refusedIn(await submit('new.pub', 'enter', 'backspace'))).toContain('Keys so far: choose one');
  });
});

describe('X', () => {
  const state = selecting(bob.email, { people: [ada, { ...bob, keys: [keyOf(1)] }] });

  it('names the keys that go, and goes back to the screen', () => {
    const asked = press(state, 'X');
    expect(askedIn(asked)).toEqual([
      'Remove the SSH keys of bob@example.com? Their sign-offs are not signed from now on.',
      'This will be recorded in the history (1 entry):',
      '  person.recorded: bob@example.com without a key',
      `  removes: ${print(1)}`,
    ]);
    expect(confirmed(asked)).toMatchObject({ name: 'remove-keys', input: { email: bob.email } });
    for (const key of ['esc', 'n']) expect(pressed(asked, [key])).toEqual([state]);
  });

  it('is refused where there is no key', () => {
    expect(refusalOf(press(people(), 'j'), 'X')).toBe('no SSH key is recorded for this person');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/tui/screens/registry.ts';
import { reasonAgainst } from '../../../src/tui/shell/keys/keymap.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { press } from '../support.tsx';
import { rich } from './support.ts';

const recording = new Set(registry.keymap.filter(({ records }) => records).map(({ command }) => command));
const keys = [...new Set(registry.keymap.flatMap((one) => one.keys))].filter((key) => key !== 'ctrl-c');

/** What is asked or filled in now that would be recorded; `run` is what checks are run by. */
function asksToRecord({ overlay }: State): string | undefined {
  if (overlay?.type !== 'form' && overlay?.type !== 'confirm') return undefined;
  const command = overlay.type === 'form' ? overlay.command : overlay.effect.name;
  return recording.has(command) || command === 'run' ? command : undefined;
}

/** Somebody who may do everything, with something to do of each kind. */
const owner = (screen: string): State => rich(screen);

it('many keys lead to something that is recorded', () => {
  expect(recording.size).toBeGreaterThan(40);
  const asked = registry.screens.flatMap(({ id }) =>
    keys.flatMap((key) => asksToRecord(press(owner(id), key)) ?? []),
  );
  expect(new Set(asked).size).toBeGreaterThan(25);
});

describe.each([
  ['in a session that only looks', (state: State) => ({ ...state, readOnly: true })],
  [
    'for an auditor',
    (state: State) => ({
      ...state,
      me: { email: 'aud@example.com', roles: ['auditor' as const], hasKey: false },
    }),
  ],
])('%s', (_, limited) => {
  it.each(registry.screens.map(({ id }) => id))(
    'no key of the screen %s asks to record anything',
    (screen) => {
      for (const key of keys)
        for (const row of [[], ['j'], ['G']]) {
          const asked = press(limited(owner(screen)), ...row, key);
          expect([key, asksToRecord(asked)]).toEqual([key, undefined]);
        }
    },
  );

  it('no keys one after the other do, wherever they lead', () => {
    const key = fc.constantFrom(...keys, 'enter', 'enter', 'esc', 'j', ']');
    const screen = fc.constantFrom(...registry.screens.map(({ id }) => id));
    fc.assert(
      fc.property(screen, fc.array(key, { maxLength: 12 }), (from, pressed) => {
        let state: State = limited(owner(from));
        for (const one of pressed) {
          state = press(state, one);
          expect(asksToRecord(state)).toBeUndefined();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('every key that would is refused with the reason, in the palette too', () => {
    for (const binding of registry.keymap.filter(({ records }) => records)) {
      const screen = binding.screens?.[0] ?? 'rollout';
      expect([binding.command, reasonAgainst(binding, limited(owner(screen)))]).toEqual([
        binding.command,
        expect.stringMatching(/this session is read-only|an auditor looks at everything/),
      ]);
    }
  });
});

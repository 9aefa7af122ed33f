import { describe, expect, it } from 'vitest';
import { registry } from '../../../../src/tui/screens/registry.ts';
import { isPicked } from '../../../../src/tui/shell/forms/choices.ts';
import { bindingsOn, reasonAgainst } from '../../../../src/tui/shell/keys/keymap.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { formIn } from '../../asking.ts';
import { on, press } from '../../support.tsx';
import { rich } from '../support.ts';

function formsOf(screen: string): readonly (readonly [string, State])[] {
  const states = [rich(screen), on(screen, { status: statusOf({ rollout: undefined, entries: 0 }) })];
  return bindingsOn(registry, screen).flatMap((binding) => {
    const open = states
      .filter((state) => reasonAgainst(binding, state) === undefined)
      .map((state) => press(state, binding.keys[0] ?? ''))
      .find(({ overlay }) => overlay?.type === 'form');
    return open ? [[binding.command, open] as const] : [];
  });
}

const forms = registry.screens.flatMap(({ id }) => formsOf(id));
it('many forms are looked at', () => {
  expect(forms.length).toBeGreaterThan(35);
});

describe.each(forms)('the form of %s', (_, state) => {
  const { fields } = formIn(state);

  it('has a name for each field, and begins with choices that it offers', () => {
    expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
    for (const field of fields) {
      if (isPicked(field) && !field.many && field.value !== '') expect(field.choices).toContain(field.value);
    }
  });

  // At 60 columns, where a label has the least room, so many cells are left for it.
  it('has labels that are shown whole in a narrow terminal', () => {
    for (const { label } of fields) expect(label.length, label).toBeLessThanOrEqual(20);
  });

  it('marks what must be filled, and nothing else', () => {
    fields.forEach((field, place) => {
      const filled = fields.map((one, other) =>
        other === place ? { ...one, value: '' } : { ...one, value: one.value || (one.choices?.[0] ?? '7') },
      );
      const submitted = press(
        { ...state, overlay: { ...formIn(state), fields: filled, active: fields.length - 1 } },
        'enter',
      );
      const isRefused = submitted.overlay?.type === 'form' && submitted.overlay.refused === place;
      expect([field.label, isRefused]).toEqual([field.label, field.required !== undefined]);
    });
  });
});

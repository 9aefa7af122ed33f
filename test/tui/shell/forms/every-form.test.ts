import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../../src/domain/people/role.ts';
import type { SourceStatus } from '../../../../src/domain/plugins/sources/source-status.ts';
import { deriveRollout } from '../../../../src/domain/rollout/derive-rollout.ts';
import { artifacts } from '../../../../src/tui/screens/artifacts/rows.ts';
import { catalog } from '../../../../src/tui/screens/catalog/rows.ts';
import { noPlugins, plugins } from '../../../../src/tui/screens/plugins/rows.ts';
import { registry } from '../../../../src/tui/screens/registry.ts';
import { reviews } from '../../../../src/tui/screens/reviews/rows.ts';
import { isPicked } from '../../../../src/tui/shell/forms/choices.ts';
import { bindingsOn, reasonAgainst } from '../../../../src/tui/shell/keys/keymap.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../../support/recorded-builders.ts';
import { runbookOf, signOffOf, waiverOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { formIn } from '../../asking.ts';
import { whole } from '../../screens/artifacts/support.ts';
import { command } from '../../screens/catalog/support.ts';
import { review } from '../../screens/reviews/support.ts';
import { on, press } from '../../support.tsx';

const now = new Date('2026-11-20T13:00:00.000Z');
const ada = { email: 'ada@example.com', name: 'Ada', roles: ROLES, keys: ['ssh-ed25519 AAAA'], seq: 3 };
const record = recordOf({
  signOffs: [signOffOf({ person: ada.email })],
  waivers: [waiverOf({ item: 'pilot.cases' })],
});
const runbook = runbookOf(itemText('pilot.cases'));
const { phases } = deriveRollout(record, [runbook], now);

/** A state in which somebody with every role can open nearly every form of a screen. */
function rich(screen: string): State {
  const source: SourceStatus = {
    source: 'acme',
    state: 'experiment',
    why: null,
    unfinished: null,
    upgrading: null,
    identity: 'git https://git.example.invalid/acme at main',
    drifted: [],
    decided: undefined,
    blockers: [],
    warnings: [],
  };
  const read = { ...noPlugins, sources: [source] };
  const state = on(screen, {
    me: { email: ada.email, roles: ROLES, hasKey: true },
    people: [ada, { ...ada, email: 'bob@example.com', keys: [], roles: ['rollout owner' as const] }],
    status: statusOf({ phases, entries: 9 }),
    now,
  });
  const shelf = artifacts.set(plugins.set(state, read), [whole]);
  const listed = { at: 9, refusal: undefined };
  const reviewed = reviews.set(shelf, { ...listed, reviews: [review('r1')], areas: { money: 'Payments' } });
  return catalog.set(reviewed, { ...listed, commands: [command('tests')], revision: 1 });
}

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

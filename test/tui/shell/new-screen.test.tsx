import { describe, expect, it } from 'vitest';
import { listScreen } from '../../../src/tui/components/list-screen.tsx';
import { registry } from '../../../src/tui/screens/registry.ts';
import { decision } from '../../../src/tui/shell/decision.ts';
import { assemble } from '../../../src/tui/shell/keys/keymap.ts';
import { keysDocument } from '../../../src/tui/shell/keys/keys-document.ts';
import { slice } from '../../../src/tui/shell/state.ts';
import { frameOf, on, paneOf, pressed } from '../support.tsx';

// All that a new screen needs: its spec, here with a list of its own, a detail, and a decision with a form.
const rings = slice<readonly string[]>('rings', ['canary', 'everybody']);

const widen = decision<{ ring: string; share: string }>({
  command: 'widen',
  keys: ['w'],
  description: 'give a ring to more people',
  footer: 'widen',
  about: (state) => rings.of(state)[state.cursor.rings ?? 0],
  form: {
    title: (ring) => `Widen ${ring}`,
    fields: () => [{ label: 'Share', value: '10%' }],
    read: ([share = ''], ring) =>
      share === '' ? { refusal: 'how many?', field: 0 } : { input: { ring, share } },
  },
  confirmation: ({ ring, share }) => ({
    question: `Widen ${ring}?`,
    records: [`ring.widened: ${ring} to ${share}`],
  }),
  run: async (_, { ring }) => `${ring} is wider`,
});

const ringsScreen = listScreen<string>({
  id: 'rings',
  title: 'Rings',
  description: 'the rings',
  keys: [widen],
  rows: (state) => rings.of(state),
  rowId: (ring) => ring,
  columns: [{ title: 'RING', priority: 1, cell: (ring) => ring }],
  empty: () => 'no ring',
  detail: (_, ring) => ring && `All about ${ring}`,
});

// The one line in the registry, of which the first nine have the numbers before it.
const screens = assemble([...registry.screens.slice(0, 9), ringsScreen]);

describe('a new screen is one folder and one line', () => {
  const shown = (...keys: string[]) => pressed(on('checks'), keys, screens)[0];

  it('has the next free number, and tab reaches it', () => {
    expect(shown('0').screen).toBe('rings');
    expect(shown('9', 'tab').screen).toBe('rings');
  });

  it('shows its rows and opens their detail', () => {
    const open = shown('0', 'j');
    expect(paneOf(frameOf(open, { screens })).slice(0, 3)).toEqual(['  RING', '  canary', '▸ everybody']);
    expect(frameOf(open, { screens })).toContain('│ All about everybody');
    expect(frameOf(pressed(open, ['enter'], screens)[0], { screens })).toContain('All about everybody');
  });

  it('asks with its own form, and says what will be recorded', () => {
    const asked = shown('0', 'w', 'enter');
    expect(asked.overlay).toMatchObject({
      question: 'Widen canary?',
      records: ['ring.widened: canary to 10%'],
      effect: { name: 'widen', input: { ring: 'canary', share: '10%' } },
    });
  });

  it('stands in the page of keys', () => {
    expect(keysDocument(screens)).toContain('| `w` | give a ring to more people | *rings* |');
  });
});

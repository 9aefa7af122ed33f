import { expect } from 'vitest';
import { registry } from '../../src/tui/screens/registry.ts';
import { numberKey } from '../../src/tui/shell/keys/everywhere.ts';
import { bin, type cockpit } from './cockpit.ts';
import { terminal } from './terminal.ts';

/** An entry of the history as `audit log --json` prints it. */
export type Entry = {
  seq: number;
  actor: string;
  kind: string;
  subject: string;
  body: Record<string, unknown>;
};

type Seen = string | RegExp;

const keyCodes: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  up: '\u001b[A',
  down: '\u001b[B',
  left: '\u001b[D',
  right: '\u001b[C',
  'ctrl-c': '\u0003',
  'ctrl-u': '\u0015',
  'ctrl-d': '\u0004',
};

/**
 * A person in front of the screens, in the words of a story: open a screen, press a key and see what it does, fill a
 * form, confirm, and expect an entry in the history. Each step waits for what it names before the next key is
 * typed: keys that come in one piece would be a paste.
 */
export function atTheScreens(
  place: ReturnType<typeof cockpit>,
  {
    as,
    args = [],
    columns = 100,
    rows = 30,
  }: { as: string; args?: string[]; columns?: number; rows?: number },
) {
  const screen = terminal([process.execPath, bin, ...args, '--as', as], {
    env: place.environment,
    cwd: place.cwd,
    columns,
    rows,
  });
  const sees = screen.see;
  const types = (text: string) => screen.pty.write(text);
  const presses = async (key: string, seen: Seen) => {
    types(keyCodes[key] ?? key);
    await sees(seen);
  };
  return {
    /** The lines on the screen. */
    lines: screen.lines,
    sees,
    /** Presses a key by its name, then waits for what it leads to. */
    presses,
    /** Opens a screen by its title, with its number, or from the palette where it has none. */
    opens: async (title: string, seen: Seen) => {
      const index = registry.screens.findIndex((one) => one.title === title);
      if (index < 0) throw new Error(`there is no screen ${title}`);
      const key = numberKey(index);
      if (key !== undefined) return presses(key, seen);
      await presses(':', 'type to find');
      await presses(title, new RegExp(`▸ .*${title}`));
      return presses('enter', seen);
    },
    /** Fills the open form field by field; what stood in a field is replaced. It ends with the last field. */
    fills: async (fields: Readonly<Record<string, string>>) => {
      for (const [label, value] of Object.entries(fields)) {
        const name = label.replace(/[()]/g, '\\$&');
        await sees(new RegExp(`▸ ${name} `));
        types(keyCodes['ctrl-u'] ?? '');
        await sees(new RegExp(`▸ ${name}[ *]+▏`));
        types(value);
        // A long value shows its end.
        await sees(`${value.slice(-20)}▏`);
        types(keyCodes.enter ?? '');
      }
    },
    /** Says yes to the question on the screen, once it says what will be recorded. */
    confirms: async (question: Seen, seen: Seen) => {
      await sees(question);
      await sees(/will be recorded|will be written|Nothing is recorded/);
      await presses('enter', seen);
    },
    /** The newest entry of a kind. */
    expectsEntry: async (kind: string, like: object) => {
      const { entries } = (await place.json('audit', 'log', '--kind', kind, '-n', '1')) as {
        entries: Entry[];
      };
      expect(entries[0], `the newest ${kind}`).toMatchObject(like);
    },
    leaves: async () => {
      types('q');
      expect(await screen.ended()).toMatchObject({ exitCode: 0 });
    },
  };
}

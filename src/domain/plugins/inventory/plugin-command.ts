import type { Definition } from './definition.ts';
import type { Inventory } from './inventory.ts';
import { cachedOf } from './one-marketplace.ts';

/** A hook or a server that a plugin runs by itself, with all of its definition. */
export type PluginCommand = Definition & {
  plugin: string;
  kind: 'hook' | 'mcp';
  /** The event of a hook, the name of a server. */
  name: string;
};

/** The commands of the cached plugins of a marketplace. */
export function commandsOf(inventory: Inventory, marketplace: string): readonly PluginCommand[] {
  return cachedOf(inventory, marketplace).flatMap(({ id: plugin, cached }) => [
    ...(cached?.contents.hooks ?? []).map(({ event, ...definition }) => ({
      plugin,
      kind: 'hook' as const,
      name: event,
      ...definition,
    })),
    ...(cached?.contents.mcpServers ?? []).map((server) => ({ plugin, kind: 'mcp' as const, ...server })),
  ]);
}

/**
 * Whether two commands are the same in all of their definition, so that one that was acknowledged need not be
 * again. An older record kept the command line alone, which proves nothing.
 */
export function isSameCommand(one: PluginCommand, other: PluginCommand): boolean {
  return (
    one.plugin === other.plugin &&
    one.kind === other.kind &&
    one.name === other.name &&
    one.sha256 === other.sha256 &&
    one.sha256 !== ''
  );
}

/** A command as it is shown before it is acknowledged, with what it says in place of what was acknowledged. */
export type ShownCommand = PluginCommand & {
  state: 'new' | 'changed' | 'acknowledged';
  /** Lines that came (`+`) and went (`-`) since it was acknowledged; empty unless it changed. */
  changes: readonly string[];
};

/** Compares each command with what was acknowledged under its name, in full. */
export function showCommands(
  commands: readonly PluginCommand[],
  acknowledged: readonly PluginCommand[],
): readonly ShownCommand[] {
  return commands.map((command) => {
    if (acknowledged.some((one) => isSameCommand(one, command)))
      return { ...command, state: 'acknowledged', changes: [] };
    const before = acknowledged.find(
      ({ plugin, kind, name }) => plugin === command.plugin && kind === command.kind && name === command.name,
    );
    if (!before) return { ...command, state: 'new', changes: [] };
    // An older record kept the command line alone.
    const old = before.sha256 === '' ? [`command: ${before.command}`] : linesOf(before);
    const now = linesOf(command);
    return {
      ...command,
      state: 'changed',
      changes: [
        ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
        ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
      ],
    };
  });
}

function linesOf({ fields }: PluginCommand): readonly string[] {
  return fields.map(({ name, value }) => `${name}: ${value}`);
}

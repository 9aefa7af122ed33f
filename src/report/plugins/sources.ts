import { cleanLine } from '../../domain/base/text/clean.ts';
import type { ShownCommand } from '../../domain/plugins/inventory/plugin-command.ts';
import type { Paint } from '../base/paint.ts';

/** Hooks and servers in full, before somebody acknowledges them. */
export function renderCommands(commands: readonly ShownCommand[], paint: Paint): string {
  return commands
    .flatMap(({ plugin, kind, name, state, fields, changes }) => [
      `${cleanLine(plugin)}  ${kind === 'hook' ? 'hook' : 'server'} ${cleanLine(name)}  ${paint(state === 'acknowledged' ? 'dim' : 'red', state)}`,
      ...fields.map((field) => `  ${cleanLine(field.name)}: ${cleanLine(field.value)}`),
      ...(changes.length > 0 ? ['  since it was acknowledged:'] : []),
      ...changes.map((line) => `    ${cleanLine(line)}`),
      '',
    ])
    .map((line) => `${line}\n`)
    .join('');
}

type Source = {
  source: string;
  state: string;
  why: string | null;
  unfinished: string | null;
  upgrading: string | null;
  identity: string | null;
  drifted: readonly string[];
  blockers: readonly string[];
  warnings: readonly string[];
  decided: { seq: number; at: string; actor: string; reason: string } | undefined;
};

/** The sources of plugins: how far each is trusted, what keeps it back, and whether it drifted. */
export function renderSources(sources: readonly Source[], paint: Paint): string {
  if (sources.length === 0) return 'No source of plugins is configured.\n';
  return sources
    .flatMap(
      ({ source, state, why, identity, unfinished, upgrading, drifted, blockers, warnings, decided }) => [
        `${paint('bold', cleanLine(source))}: ${state}${drifted.length > 0 ? paint('red', ', drifted') : ''}`,
        ...(identity === null ? [] : [`  from ${cleanLine(identity)}`]),
        ...(why === null ? [] : [`  ${paint('yellow', 'note')}  ${cleanLine(why)}`]),
        ...(unfinished === null ? [] : [`  ${paint('red', 'unfinished')}  ${cleanLine(unfinished)}`]),
        ...(upgrading === null ? [] : [`  ${paint('yellow', 'in progress')}  ${cleanLine(upgrading)}`]),
        ...(decided
          ? [
              `  decided ${decided.at.slice(0, 10)} by ${cleanLine(decided.actor)}, entry ${decided.seq}: ${cleanLine(decided.reason)}`,
            ]
          : []),
        ...drifted.map(
          (plugin) => `  ${paint('red', 'drifted')}  ${cleanLine(plugin)} is not what was decided on`,
        ),
        ...(state === 'team standard' ? [] : blockers.map((text) => `  missing  ${cleanLine(text)}`)),
        ...warnings.map((text) => `  ${paint('yellow', 'warn')}  ${cleanLine(text)}`),
      ],
    )
    .map((line) => `${line}\n`)
    .join('');
}

import { isTable } from '../../../base/shape/check-shape.ts';
import type { Fact } from '../observation.ts';
import { runsHook } from '../session/session-witness.ts';
import type { Hook } from './stand-ins.ts';

/** A hook of the team's, and what it was given each time it ran. */
export type SeenHook = Hook & {
  /** The file that sets it, as the team calls it. */
  file: string;
  /** The JSON texts. */
  inputs: readonly string[];
};

/** Which hooks ran in a turn that runs one command, and what they were told. */
export function hookFacts(hooks: readonly SeenHook[], trusted: boolean, where: string): readonly Fact[] {
  const byKey = Map.groupBy(
    hooks,
    ({ event, matcher, file }) =>
      `hook ${event}${matcher === undefined ? '' : ` for ${matcher}`} of ${file}, ${trusted ? 'trusted' : 'not trusted'}`,
  );
  return [...byKey].flatMap(([key, all]): Fact[] => {
    const inputs = all.flatMap((hook) => hook.inputs);
    const [first] = all;
    const subjects = [...new Set(all.map(({ event }) => event))].map((event) => ({
      kind: 'setting' as const,
      name: `hooks.${event}`,
    }));
    const shared = { where, ofTeam: true as const, subjects };
    return [
      {
        key,
        value: inputs.length > 0 ? 'ran' : 'did not run',
        ...shared,
        ...(first &&
          trusted &&
          inputs.length > 0 && {
            witness: runsHook(first, first.file.endsWith('hooks.json') ? 'hooks.json' : 'config.toml'),
          }),
      },
      ...[...new Set(inputs.flatMap(keysIn))].sort().map((name) => ({
        key: `key ${name} for ${key}`,
        value: 'given',
        partOf: key,
        ...shared,
      })),
    ];
  });
}

function keysIn(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return isTable(value) ? Object.keys(value) : [];
  } catch {
    return [];
  }
}

import { basename, dirname, join, relative } from 'node:path';
import { exited } from '../../../domain/base/outcome.ts';
import type { AreaObservation } from '../../../domain/upgrade/rehearsal/observation.ts';
import { commandsOf, type RuleCommand, ruleFacts } from '../../../domain/upgrade/rehearsal/surface/rules.ts';
import { findUses } from '../../../domain/upgrade/rehearsal/uses/find-uses.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { managedFolder } from '../../config/managed-folder.ts';
import { rulesIn, tryTable } from '../../config/rules.ts';
import { foldersToRoot } from '../../config/team-layers.ts';
import type { Observer, TeamPlace } from '../observer.ts';

/** Whether the CLI reads the rules of the team, and what it decides of the commands that they are about. */
export const observeRules: Observer = {
  name: 'rules',
  areas: ['rules'],
  observe: async ({ codex, run, team, work, tidy }) => {
    const seen = (more: Partial<AreaObservation>): readonly AreaObservation[] => [
      { area: 'rules', facts: [], gaps: [], errors: [], ...more },
    ];
    const files = await rulesOf(team);
    if (files.length === 0) return seen({ gaps: [{ what: 'rules', reason: 'the team has no rules files' }] });
    const codexRun = (args: readonly string[]) => run([codex, ...args]);
    if (!exited(await codexRun(['help', 'execpolicy'])))
      return seen({
        gaps: [{ what: 'rules', reason: 'this version does not decide offline', hidesAll: true }],
      });
    const asked = files.flatMap(({ text, shown }) => {
      // Where it stands tells what it is.
      const uses = findUses({ path: join('.codex', 'rules', basename(shown)), shown, text });
      return 'fault' in uses
        ? []
        : uses.flatMap(({ subject: { kind, name }, place }): readonly RuleCommand[] =>
            kind === 'rule'
              ? commandsOf(name).map((command) => ({
                  command,
                  pattern: name,
                  place: `${shown}:${place.line}`,
                }))
              : [],
          );
    });
    const once = [...new Map(asked.map((one) => [one.command.join('\0'), one])).values()];
    const report = await tryTable(codexRun, {
      table: once.map(({ command, place }) => ({
        command,
        expect: 'none' as const,
        why: undefined,
        declaredAt: place,
      })),
      files: files.map(({ path }) => path),
      work,
    });
    const told = (text: string) =>
      files.reduce((left, { path, shown }) => left.replaceAll(path, shown), tidy(text));
    const facts = ruleFacts(
      files.map((file) => ({
        ...file,
        broken: report.broken.find((one) => one.file === file.path)?.reason,
      })),
      once.flatMap((one, index) => {
        const tried = report.commands[index];
        return tried ? [{ asked: one, tried }] : [];
      }),
    );
    return seen({ facts: facts.map((fact) => ({ ...fact, value: told(fact.value) })) });
  },
};

/** The rules files of CODEX_HOME, the machine and the project, with those of the folders below it that are tried. */
async function rulesOf({
  home,
  project,
  folders,
}: TeamPlace): Promise<readonly { path: string; shown: string; text: string }[]> {
  const chains = await Promise.all(folders.map((folder) => foldersToRoot(join(project, folder))));
  const own = [...new Set(chains.flat())].map((folder) => join(folder, '.codex'));
  const paths = await rulesIn([managedFolder, home, ...own.filter((folder) => folder !== home)]);
  return paths.flatMap((path) => {
    const text = readTextIfThere(path);
    const base = path.startsWith(`${home}/`) ? home : project;
    const shown = dirname(dirname(path)) === managedFolder ? path : relative(base, path);
    return text === undefined ? [] : [{ path, shown, text }];
  });
}

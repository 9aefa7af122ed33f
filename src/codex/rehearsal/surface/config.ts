import type { Gap } from '../../../domain/upgrade/rehearsal/observation.ts';
import { fileFacts, strictMode } from '../../../domain/upgrade/rehearsal/surface/config.ts';
import { type Leaf, leavesOf, valueAt } from '../../../domain/upgrade/rehearsal/surface/config-leaves.ts';
import type { Observer } from '../observer.ts';
import { findTeamFiles, type TeamFile } from '../team/team-files.ts';
import { type Examined, examineFiles } from './examine-files.ts';

/**
 * What the CLI makes of every configuration file of the team: each setting is accepted or refused, in strict mode too,
 * and used as written or not. Files are read by `config/read`, which starts no server and no hook.
 */
export const observeConfig: Observer = {
  name: 'config',
  areas: ['config'],
  observe: async (context) => {
    const all = await findTeamFiles(context.team);
    const gaps: Gap[] = all
      .filter(({ type }) => type === 'role')
      .map(({ shown }) => ({
        what: shown,
        reason: 'the CLI reads the file of a role only when it starts one',
      }));
    const files = all
      .filter(({ type }) => type !== 'role')
      .map((file) => ({ file, leaves: leavesOf(file.toml?.data ?? {}) }));
    const usual = await examineFiles(context, files, { mode: 'usual', flags: [] });
    if ('failed' in usual)
      return [{ area: 'config', facts: [], gaps, errors: [`codex app-server: ${usual.failed}`] }];
    const accepted = files.map(({ file, leaves }) => ({
      file,
      leaves: leaves.filter((leaf) => !usual.seen.get(file)?.refused.has(leaf)),
    }));
    const strict = await examineFiles(context, accepted, { mode: 'strict', flags: ['--strict-config'] });
    const errors: string[] = [];
    if ('failed' in strict) {
      if (strict.failed.includes("unexpected argument '--strict-config'"))
        gaps.push({ what: 'strict mode', reason: 'this version has none', where: strictMode });
      else errors.push(`codex app-server --strict-config: ${strict.failed}`);
    }
    const facts = files.flatMap(({ file, leaves }) =>
      factsOf(file, leaves, {
        usual: usual.seen.get(file),
        strict: 'seen' in strict ? strict.seen.get(file) : undefined,
      }),
    );
    return [
      {
        area: 'config',
        facts: facts.map((fact) => ({ ...fact, value: context.tidy(fact.value) })),
        gaps,
        errors,
      },
    ];
  },
};

function factsOf(
  { shown, type, toml }: TeamFile,
  leaves: readonly Leaf[],
  { usual, strict }: { usual: Examined | undefined; strict: Examined | undefined },
) {
  return fileFacts({
    shown,
    type,
    refused: usual?.whole,
    settings: leaves.map((leaf) => ({
      ...leaf,
      line: toml?.keyPlace(leaf.path).line ?? 1,
      refused: usual?.refused.get(leaf),
      used: valueAt(usual?.config, leaf.path),
      smallest: usual?.smallest.get(leaf),
      strictly: strict && {
        refused: strict.refused.get(leaf) ?? strict.whole,
        smallest: strict.smallest.get(leaf),
      },
    })),
  });
}

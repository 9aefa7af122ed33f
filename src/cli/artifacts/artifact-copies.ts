import type { Command } from 'commander';
import { type CopyReport, findDrift, hasDrifted } from '../../app/artifacts/find-drift.ts';
import { publishArtifact } from '../../app/artifacts/publish-artifact.ts';
import { artifactCopyFields, renderDrift } from '../../report/artifacts/artifact-copies.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { reading, recording } from '../history/with-history.ts';
import { collect, withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { type KindFlags, withKindsFlag } from '../program/kinds-flag.ts';

type PublishFlags = CommonFlags & KindFlags & { path?: string; force?: boolean };
type DriftFlags = CommonFlags & KindFlags & { artifact?: readonly string[]; path?: string; diff?: boolean };

/** The commands that carry approved texts into repositories and look what became of them. */
export function defineCopies(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const publish = command
    .command('publish')
    .description('write the approved text into a repository; never over a text that is not ours')
    .argument('<artifact>', 'the artifact')
    .argument('[folder]', 'a folder of the repository (default: this one)', '.')
    .option('--path <path>', 'where in the repository (default: as the artifact declares it)')
    .option('--force', 'overwrite a text that is not ours or was edited');
  withKindsFlag(withCommonFlags(publish)).action(
    async (artifact: string, repository: string, _, command: Command) => {
      const flags = command.optsWithGlobals<PublishFlags>();
      const overwrite = flags.force ? 'always' : 'never';
      const asked = {
        artifact,
        repository,
        path: flags.path,
        overwrite,
        declaredIn: flags.artifacts,
      } as const;
      const done = await recording(host, flags, (store) => publishArtifact(host.world, store, asked));
      if (!done.header && !flags.quiet)
        host.talk('JSON has no comments: the copy does not name its revision.\n');
      host.out(
        flags.json
          ? jsonDocument('artifact-publication', done)
          : done.replaced === 'same'
            ? `${done.path} has revision ${done.revision} of ${artifact}.\n`
            : `Published revision ${done.revision} of ${artifact} as ${done.path}.\n`,
      );
      finish(0);
    },
  );

  const drift = command
    .command('drift')
    .description('find copies in repositories that differ from what is approved; exit 1 when one does')
    .argument('[folders...]', 'folders of repositories (default: this one)')
    .option('--artifact <id>', 'only this artifact; may be repeated', collect)
    .option('--path <path>', 'look there too; needs one --artifact')
    .option('--diff', 'show what differs');
  withKindsFlag(withCommonFlags(drift)).action(async (folders: string[], _, command: Command) => {
    const flags = command.optsWithGlobals<DriftFlags>();
    const asked = {
      repositories: folders.length === 0 ? ['.'] : folders,
      artifacts: flags.artifact ?? [],
      path: flags.path,
      declaredIn: flags.artifacts,
    };
    const reports = await reading(host, flags, async (store) => {
      const found: CopyReport[] = [];
      for await (const report of findDrift(host.world, store, asked)) found.push(report);
      return found;
    });
    const details = flags.diff ? 'with differences' : 'without differences';
    host.out(
      flags.json
        ? jsonDocument('artifact-drift', {
            drifted: reports.filter(hasDrifted).length,
            copies: reports.map((one) => artifactCopyFields(one, details)),
          })
        : renderDrift(reports, details, host.paint),
    );
    finish(reports.some(hasDrifted) ? 1 : 0);
  });
}

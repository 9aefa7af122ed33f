import { exactVersion } from '../../app/rollout/start-rollout.ts';
import { keyChanges } from '../../domain/policy/key-changes.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { renderKeyChanges, renderKeyChangesJson } from '../../report/policy/key-changes.ts';
import { readFlag, requiredFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `policy keys` */
export const keys = subcommand({
  name: 'keys',
  summary: 'keys of config.toml and requirements.toml that are new or retired in another version',
  flags: {
    from: readFlag('--from <version>', 'the version before', exactVersion, DEFAULT_PIN),
    to: requiredFlag('--to <version>', 'the version after'),
  },
  run: ({ from, to }) => {
    const versions = { from, to: exactVersion(to) };
    return { versions, files: keyChanges(versions) };
  },
  text: ({ files, versions }) => renderKeyChanges(files, versions),
  json: ({ files, versions }) => renderKeyChangesJson(files, versions),
  examples: [
    ['codex-cockpit policy keys --to 0.160.0', 'what a file may say then, and no longer, by the tried keys'],
  ],
});

import { importTelemetry } from '../../../app/metrics/figures/import-telemetry.ts';
import { renderImportedFiles, renderImportedFilesJson } from '../../../report/metrics/imported-files.ts';
import { arg } from '../../program/flags.ts';
import { subcommand } from '../../program/subcommand.ts';

/** `metric import telemetry` */
export const importTelemetryFiles = subcommand({
  name: 'telemetry',
  summary: 'events and metrics that the CLI sent with OpenTelemetry',
  args: { files: arg('<files...>', 'OTLP as JSON, a document or one a line') },
  run: ({ files }, { world, signal, say, record }) =>
    record((store) =>
      importTelemetry(world, store, {
        ...{ files, signal },
        onProgress: ({ done = 0, planned = 0 }) => say(`${done}/${planned} files\n`),
      }),
    ),
  text: renderImportedFiles,
  json: renderImportedFilesJson,
  advice: () => 'What they say: codex-cockpit metric show\n',
  exit: ({ refused }) => (refused.length > 0 ? 1 : 0),
  notes: 'Prompts, and the arguments and outputs of tools, are not stored.',
});

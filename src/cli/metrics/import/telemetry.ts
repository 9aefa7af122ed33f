import { importTelemetry } from '../../../app/metrics/figures/import-telemetry.ts';
import { arg } from '../../program/flags.ts';
import { action } from '../../program/subcommand.ts';
import { ofFiles, tellFiles } from './of-files.ts';

/** `metric import telemetry` */
export const importTelemetryFiles = action({
  ...ofFiles,
  args: { files: arg('<files...>', 'OTLP as JSON, a document or one a line') },
  run: ({ files }, { world, signal, say, record }) =>
    record((store) =>
      importTelemetry(world, store, {
        ...{ files, signal },
        onProgress: tellFiles(say),
      }),
    ),
  advice: () => 'What they say: codex-cockpit metric show\n',
  notes: `Prompts, and the arguments and outputs of tools, are not stored.\n${ofFiles.notes}`,
});

import { exactVersion } from '../../app/rollout/start-rollout.ts';
import { scanPins, writeFixes } from '../../app/upgrade/scan-pins.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { driftedPins, type PinScan } from '../../domain/upgrade/pins/scan.ts';
import type { Paint } from '../../report/base/paint.ts';
import { renderPinsGithub } from '../../report/upgrade/pins/github.ts';
import { renderPinsJson } from '../../report/upgrade/pins/json.ts';
import { renderPinsJunit } from '../../report/upgrade/pins/junit.ts';
import { renderPinsMarkdown } from '../../report/upgrade/pins/markdown.ts';
import { renderPinsSarif } from '../../report/upgrade/pins/sarif.ts';
import { renderPinFixes, renderPinsText } from '../../report/upgrade/pins/text.ts';
import { arg, choiceFlag, flag, readFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

type Scanned = { scan: PinScan; written: boolean };

const formats = {
  table: ({ scan }: Scanned, paint: Paint) => renderPinsText(scan, paint),
  json: ({ scan, written }: Scanned) => renderPinsJson(scan, written),
  junit: ({ scan }: Scanned) => renderPinsJunit(scan),
  sarif: ({ scan }: Scanned) => renderPinsSarif(scan),
  markdown: ({ scan }: Scanned) => renderPinsMarkdown(scan),
  github: ({ scan }: Scanned) => renderPinsGithub(scan),
} as const;

const formatNames = Object.keys(formats) as readonly (keyof typeof formats)[];

const scan = subcommand({
  name: 'scan',
  summary: 'where a Codex CLI version is named or floats, and what does not name the pin',
  isDefault: true,
  args: { folders: arg('[folders...]', 'what to look through (default: the working folder)') },
  flags: {
    pin: readFlag(
      '--pin <version>',
      'the version to judge by (default: the pin of the rollout)',
      exactVersion,
    ),
    format: choiceFlag('--format <format>', 'how to print what was found', formatNames, 'table'),
    fix: flag('--fix', 'show a patch that names the pin, where that can be done'),
    write: flag('--write', 'with --fix: write it'),
  },
  run: async ({ folders, pin: asked, fix, write }, { world, signal, read, say }): Promise<Scanned> => {
    if (write && !fix)
      throw new UsageError('--write needs --fix', 'See the patch first: --fix without --write.');
    const pin = asked ?? (await read(async (store) => (await store?.rollout())?.pin)) ?? DEFAULT_PIN;
    const found = await scanPins(world, { folders, pin, signal });
    if (!write) return { scan: found, written: false };
    await writeFixes(world, found);
    for (const { file, written } of found.fixes)
      say(`wrote ${cleanLine(file)}: ${written} ${written === 1 ? 'place' : 'places'}\n`);
    return { scan: await scanPins(world, { folders, pin, signal }), written: true };
  },
  text: (result, { given, paint }) => {
    const patch = given.fix && !given.write ? renderPinFixes(result.scan, paint) : '';
    return `${formats[given.format](result, paint)}${patch}`;
  },
  json: (result) => formats.json(result),
  advice: ({ scan: { fixes }, written }, { given }) =>
    fixes.length > 0 && !written
      ? `Next: codex-cockpit pins scan --fix${given.fix ? ' --write' : ''}\n`
      : undefined,
  exit: ({ scan: result }) => (driftedPins(result).length > 0 || result.unread.length > 0 ? 1 : 0),
});

export const define = group({
  subcommands: [scan],
  examples: [
    ['codex-cockpit pins scan', 'exit 1 when a place below the working folder does not name the pin'],
    ['codex-cockpit pins scan ../web ../api --format sarif > pins.sarif', 'two projects, for code scanning'],
    ['codex-cockpit pins scan --fix', 'the patch; --fix --write writes it'],
  ],
});

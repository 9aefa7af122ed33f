import { type Command, InvalidArgumentError } from 'commander';
import { listMetrics, recordMetric } from '../../app/metrics/record-metric.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderMetrics } from '../../report/rollout/metrics.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type MetricFlags = CommonFlags & { unit: string; window: string; source: string; n?: number };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command.command('list', { isDefault: true }).description('the newest value of each metric');
  withCommonFlags(list).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    const metrics = await reading(host, flags, listMetrics);
    host.out(flags.json ? jsonDocument('metrics', { metrics }) : renderMetrics(metrics));
    finish(0);
  });

  const record = command
    .command('record')
    .description('record a value as evidence')
    .argument('<metric>', 'its name, such as verified-change-rate')
    .argument('<value>', 'the number', number)
    .requiredOption('--unit <unit>', 'what it counts, such as % or people')
    .requiredOption('--window <window>', 'the time it covers, such as 2026-11 or 7d')
    .requiredOption('--source <source>', 'where it comes from')
    .option('-n, --n <count>', 'how many it was measured on', wholeNumber);
  withCommonFlags(record).action(async (metric: string, value: number, _, command: Command) => {
    const flags = command.optsWithGlobals<MetricFlags>();
    const { unit, window, source, n = null } = flags;
    const recorded = await recording(host, flags, (store) =>
      recordMetric(host.world, store, { metric, value, unit, window, source, n }),
    );
    host.out(
      flags.json
        ? jsonDocument('metric', recorded)
        : `Recorded ${recorded.metric}: ${recorded.value} ${recorded.unit} (${recorded.window}).\n`,
    );
    finish(0);
  });

  withExamples(command, [
    [
      'codex-cockpit metric record verified-change-rate 87 --unit % --n 120 --window 2026-11 --source "CI of team A"',
      'a number with all that makes it readable',
    ],
    ['codex-cockpit metric', 'the newest value of each'],
  ]);
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

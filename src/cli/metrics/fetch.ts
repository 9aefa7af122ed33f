import { ANALYTICS_API, fetchAnalytics } from '../../app/metrics/figures/fetch-analytics.ts';
import { renderFetched, renderFetchedJson } from '../../report/metrics/imported-files.ts';
import { choiceFlag, flag, requiredFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const analytics = subcommand({
  name: 'analytics',
  summary: 'usage, code reviews and the responses to them from the Analytics API',
  flags: {
    workspace: requiredFlag('--workspace <id>', 'whose figures'),
    keyEnv: flag('--key-env <name>', 'the variable that has the key'),
    keyFile: flag('--key-file <path>', 'the file that has the key'),
    from: flag(
      '--from <day>',
      'the first day (default: three days before the end of the last fetch, or 90 days)',
    ),
    to: flag('--to <day>', 'the last day (default: today; UTC)'),
    by: choiceFlag('--group <stretch>', 'a row a day or a week', ['day', 'week'], 'day'),
    base: flag('--base-url <url>', `where the API is (default: ${ANALYTICS_API})`),
  },
  run: ({ workspace, keyEnv, keyFile, from, to, by, base }, { world, signal, say, record }) =>
    record((store) =>
      fetchAnalytics(world, store, {
        ...{ workspace, keyEnv, keyFile, from, to, group: by, base: base ?? ANALYTICS_API, signal },
        onProgress: ({ step = '', done = 0 }) => say(`page ${done}: ${step}\n`),
        onWait: (reason) => say(`${reason}\n`),
      }),
    ),
  text: renderFetched,
  json: renderFetchedJson,
  advice: () => 'What they say: codex-cockpit metric show\n',
  notes:
    'The key needs the scope codex.enterprise.analytics.read. It is never stored and never printed.\n' +
    'A fetch that was cut short goes on when the same command is called again.',
});

/** `metric fetch` */
export const fetchFigures = group({
  subcommands: [analytics],
  examples: [
    [
      'codex-cockpit metric fetch analytics --workspace 0f1e2d3c --key-env ANALYTICS_KEY',
      'what is new since the last fetch; the variable has the key',
    ],
  ],
});

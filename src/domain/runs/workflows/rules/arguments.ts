import { argsOfStep } from '../read/codex-args.ts';
import { type CodexOption, configOf } from '../read/codex-call.ts';
import { strategiesOf } from '../read/context.ts';
import { actionSteps, inputOf, inputText, type Job, type Step } from '../read/pipeline.ts';
import { writtenSettings } from '../read/settings.ts';
import type { Fault, Rule } from '../rule.ts';

const source = 'Arguments and configuration';

/** Options that the action refuses unless the strategy is unsafe. */
const refusedOptions = new Set([
  ...['--dangerously-bypass-hook-trust', '--approve-for-me', '--not-so-yolo', '--add-dir', '--oss'],
  ...['--local-provider', '--ignore-user-config', '--ignore-rules', '--profile', '--disable'],
]);

/** Tables and keys of the configuration that `--config` may not set unless the strategy is unsafe. */
const refusedKeys = new Set([
  ...['agents', 'approval_policy', 'approvals_reviewer', 'apps_mcp_product_sku', 'auto_review'],
  ...['chatgpt_base_url', 'debug', 'default_permissions', 'experimental_realtime_webrtc_call_base_url'],
  ...['experimental_realtime_ws_base_url', 'hooks', 'marketplaces', 'mcp_servers', 'model_provider'],
  ...['model_providers', 'notify', 'openai_base_url', 'oss_provider', 'otel', 'permissions', 'plugins'],
  ...['profile', 'profiles', 'projects', 'sandbox_mode', 'sandbox_workspace_write'],
  ...['shell_environment_policy', 'use_legacy_landlock'],
]);

/** Keys that may not be set beside a permission profile of one's own, which they could read around. */
const refusedBesideProfile = new Set([
  ...['experimental_compact_prompt_file', 'model_catalog_json', 'model_instructions_file'],
]);

const allowedFeature = 'use_legacy_landlock';
const plainKey = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/;

/** Why the action refuses an argument under a protecting strategy or a permission profile; undefined when it does not. */
function refusal(
  option: CodexOption,
  { readsOnly, profile }: { readsOnly: boolean; profile: string },
): string | undefined {
  const { name, value, word } = option;
  const isBypass = name === '--dangerously-bypass-approvals-and-sandbox' || name === '--full-auto';
  if (isBypass)
    return readsOnly || profile !== '' ? `${word.text} beside a read-only sandbox or a profile` : undefined;
  if (refusedOptions.has(name)) return name;
  if (name === '--enable') return value === allowedFeature ? undefined : `--enable ${value ?? ''}`.trim();
  const isOwnProfile = profile !== '' && !profile.startsWith(':');
  if (name === '--image') return isOwnProfile ? '--image beside a profile of your own' : undefined;
  if (name !== '--config') return undefined;
  const key = configOf(option)?.key;
  if (key === undefined || !plainKey.test(key))
    return `--config ${value ?? ''} has no plain key`.replace(/\s+/g, ' ');
  const [root = ''] = key.split('.', 1);
  const isRefused =
    refusedKeys.has(root) ||
    (isOwnProfile && refusedBesideProfile.has(root)) ||
    (root === 'features' && key !== `features.${allowedFeature}`);
  return isRefused ? `--config ${key}` : undefined;
}

/** Options that the action passes itself, with the input that sets them; none for those that it always passes. */
const passed: Readonly<Record<string, string>> = {
  '--skip-git-repo-check': '',
  '--cd': '',
  '--output-last-message': '',
  '--output-schema': 'output-schema',
  '--model': 'model',
};

function repeats(step: Step, option: CodexOption): string | undefined {
  const { name } = option;
  if (name === '--sandbox')
    return inputText(step, 'permission-profile') === '' ? 'the action always passes --sandbox' : undefined;
  const config = configOf(option);
  if (config?.key === 'model_reasoning_effort' && inputText(step, 'effort') !== '')
    return 'the input effort sets it';
  const input = passed[name];
  if (input === undefined) return undefined;
  if (input === '') return `the action always passes ${name}`;
  const isGiven = inputText(step, input) !== '' || inputText(step, `${input}-file`) !== '';
  return isGiven ? `the input ${input} sets it` : undefined;
}

/** Whether the action protects what Codex may do: it then refuses some arguments. */
const isProtected = (step: Step, job: Job) =>
  inputText(step, 'permission-profile') !== '' ||
  strategiesOf(step, job).some(({ name }) => name !== 'unsafe');

/** Whether two texts name one folder of the runner. */
const sameHome = (one: string, other: string) => {
  const plain = (text: string) =>
    text
      .replace(/\$\{\{\s*runner\.temp\s*\}\}|\$\{?RUNNER_TEMP\}?/g, '@temp')
      .replace(/\$\{\{\s*github\.workspace\s*\}\}|\$\{?GITHUB_WORKSPACE\}?/g, '@work')
      .replace(/^~|\$\{?HOME\}?/, '@home')
      .replace(/["']/g, '')
      .replace(/\/+$/, '');
  return plain(one) === plain(other);
};

/** Rules about what the action passes on, and the configuration that it writes. */
export const argumentRules: readonly Rule[] = [
  {
    id: 'args-refused',
    severity: 'error',
    title: 'The action refuses this argument',
    why: 'Newer releases of the action end at once on arguments that would undo the chosen safety strategy or permission profile.',
    fix: 'Remove it. What a run needs is set by an input, or in a config.toml of codex-home that you review.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ job, step }) => {
        const { options, isBroken, place, placeOf } = argsOfStep(step);
        if (isBroken) return [{ place, message: 'codex-args begins with [ and is no JSON array of strings' }];
        if (!isProtected(step, job)) return [];
        const readsOnly =
          inputText(step, 'sandbox') === 'read-only' ||
          strategiesOf(step, job).some(({ name }) => name === 'read-only');
        return options.flatMap((option): readonly Fault[] => {
          const why = refusal(option, { readsOnly, profile: inputText(step, 'permission-profile') });
          return why === undefined ? [] : [{ place: placeOf(option), message: `codex-args: ${why}` }];
        });
      }),
  },
  {
    id: 'args-repeat-input',
    severity: 'error',
    title: 'An argument is passed twice',
    why: 'The CLI ends with "cannot be used multiple times" when an option is there twice, and the action passes this one itself.',
    fix: 'Remove it from codex-args and use the input.',
    source,
    find: (pipeline) =>
      actionSteps(pipeline).flatMap(({ step }) => {
        const { options, placeOf } = argsOfStep(step);
        return options.flatMap((option): readonly Fault[] => {
          const why = repeats(step, option);
          if (why === undefined) return [];
          const message = `codex-args has ${option.word.text}, and ${why}`;
          // Of --config the last one counts.
          return [
            {
              place: placeOf(option),
              message,
              ...(option.name === '--config' && { severity: 'warning' as const }),
            },
          ];
        });
      }),
  },
  {
    id: 'home-provider-collides',
    severity: 'error',
    title: 'The configuration names a provider already',
    why: 'With openai-api-key the action writes model_provider and its own provider table into config.toml: a second one is a duplicate key, and Codex does not start.',
    fix: 'Leave model_provider out of the config.toml that you write; use responses-api-endpoint for another endpoint.',
    source,
    find: (pipeline) =>
      pipeline.jobs.flatMap(({ steps }) => {
        const action = steps.findLast(
          (step) =>
            step.action?.name.toLowerCase() === 'openai/codex-action' &&
            inputText(step, 'openai-api-key') !== '',
        );
        return steps
          .filter(({ index }) => index < (action?.index ?? -1))
          .flatMap(writtenSettings)
          .filter(
            ({ key }) => key === 'model_provider' || key === 'model_providers.codex-action-responses-proxy',
          )
          .map(({ key, place }) => ({ place, message: `${key} is written before the action writes it` }));
      }),
  },
  {
    id: 'home-kept',
    severity: 'error',
    title: 'The home of Codex is kept between runs',
    why: 'What the action wrote into config.toml is there at the next run and is written again, which Codex refuses; sessions and sign-ins come along too.',
    fix: 'Do not cache the home, and give each use of the action a codex-home of its own below runner.temp.',
    source,
    find: (pipeline) =>
      pipeline.jobs.flatMap(({ steps }) => {
        const actions = steps.filter((step) => step.action?.name.toLowerCase() === 'openai/codex-action');
        if (actions.length === 0) return [];
        const homes = actions.map((step) => inputText(step, 'codex-home') || '~/.codex');
        const cached = steps
          .filter((step) => /^actions\/cache$/i.test(step.action?.name ?? ''))
          .flatMap((step) => {
            const value = inputOf(step, 'path')?.value;
            const paths = value?.text.split('\n').map((line) => line.trim()) ?? [];
            return value !== undefined && paths.some((path) => homes.some((home) => sameHome(path, home)))
              ? [{ place: value.place, message: 'the home of Codex is cached' }]
              : [];
          });
        return cached;
      }),
  },
];

import { type ConfiguredModel, isOfOwnProvider } from '../../../policy/models/model-policy.ts';
import type { Models } from '../../../upgrade/baseline/baseline.ts';
import { fail, type Judgement, pass, warn } from '../../judgement.ts';

/**
 * Fails when a model that the team has configured is no longer listed: the CLI does not validate
 * slugs and a session would only fail at its first turn. Warns when one has a successor, or when
 * none is configured, since the default moves with the version
 * (docs/codex-facts.md, "Model catalog").
 */
export function judgeCatalog(models: Models, named: readonly ConfiguredModel[], tested: string): Judgement {
  const configured = named.filter((model) => !isOfOwnProvider(model));
  const own = named.filter(isOfOwnProvider);
  const find = (slug: string) => models.find((model) => model.slug === slug);
  const listed = models.filter(({ visibility }) => visibility === 'list').map(({ slug }) => slug);
  const missing = configured.filter(({ slug }) => find(slug)?.visibility !== 'list');
  const expected = `listed by ${tested}: ${listed.join(', ')}`;
  if (missing.length > 0) {
    return fail({
      summary: `configured models are not listed: ${missing.map(({ slug }) => slug).join(', ')}`,
      expected,
      actual: missing.map(({ slug, where }) => `${slug} in ${where}`).join('; '),
      remedy: 'Choose a listed model, and agree on it before the pin moves.',
    });
  }
  const ofOwn = own.map(({ slug, provider }) => `${slug} of ${provider}`).join(', ');
  if (configured.length === 0 && own.length > 0)
    return pass(`only models of own providers, which have their own lists: ${ofOwn}`);
  if (configured.length === 0) {
    return warn({
      summary: 'no model is configured, so the default of each CLI version is used',
      expected: 'a model in config.toml',
      actual: 'none',
      remedy: 'Set model in config.toml, so that it does not move with the CLI.',
    });
  }
  const followed = configured.filter(({ slug }) => find(slug)?.upgrade != null);
  if (followed.length > 0) {
    return warn({
      summary: 'a configured model has a successor',
      expected: 'models without an upgrade hint',
      actual: followed.map(({ slug, where }) => `${slug} in ${where} -> ${find(slug)?.upgrade}`).join('; '),
      remedy: 'Plan the change to the successor.',
    });
  }
  const others = own.length === 0 ? '' : `; not judged, with lists of their own: ${ofOwn}`;
  return pass(`listed: ${configured.map(({ slug }) => slug).join(', ')}${others}`);
}

import { dirname, join, resolve } from 'node:path';
import { describeEnd, exited } from '../../../domain/base/outcome.ts';
import type { AreaObservation } from '../../../domain/upgrade/rehearsal/observation.ts';
import {
  type CatalogModel,
  catalogFacts,
  clientFacts,
  type NamedModel,
  readCatalogModels,
} from '../../../domain/upgrade/rehearsal/surface/models.ts';
import { readRegularText } from '../../cli/read-regular-file.ts';
import type { Observer } from '../observer.ts';
import { findTeamFiles, type TeamFile } from '../team/team-files.ts';

/** The models that the CLI knows, and those that the team names; no network is asked. */
export const observeModels: Observer = {
  name: 'models',
  areas: ['models'],
  observe: async ({ codex, version, team, environment, run }) => {
    const files = await findTeamFiles(team);
    const named = files.flatMap(modelsOf);
    const kept = [join(team.home, 'models_cache.json'), ...ownCatalogs(files, environment.HOME)];
    const clients = clientFacts(version, { fetched: kept.flatMap(readKept), named });
    const seen = (more: Partial<AreaObservation>): readonly AreaObservation[] => [
      { area: 'models', facts: clients, gaps: [], errors: [], ...more },
    ];
    if (!exited(await run([codex, 'help', 'debug', 'models'])))
      return seen({
        gaps: [{ what: 'the models', reason: 'this version does not list them offline', hidesAll: true }],
      });
    const outcome = await run([codex, 'debug', 'models', '--bundled']);
    const models = exited(outcome) ? readCatalogModels(outcome.stdout) : undefined;
    if (!models)
      return seen({ errors: [`codex debug models --bundled: ${describeEnd(outcome.end)}, no catalog`] });
    const main = files.find(({ type }) => type === 'home')?.toml?.data;
    const usesDefault = {
      model: main?.model === undefined,
      effort: main?.model_reasoning_effort === undefined,
    };
    return seen({ facts: [...catalogFacts(models, { named, usesDefault }), ...clients] });
  },
};

function modelsOf({ shown, toml }: TeamFile): readonly NamedModel[] {
  return (['model', 'review_model'] as const).flatMap((key) => {
    const slug = toml?.data[key];
    const effort = toml?.data.model_reasoning_effort;
    if (!toml || typeof slug !== 'string') return [];
    const { line } = toml.keyPlace([key]);
    return [
      {
        slug,
        file: shown,
        line,
        effort: key === 'model' && typeof effort === 'string' ? effort : undefined,
      },
    ];
  });
}

/** The files of the catalogs that the team gives the CLI. */
function ownCatalogs(files: readonly TeamFile[], home: string | undefined): readonly string[] {
  return files.flatMap(({ path, toml }) => {
    const named = toml?.data.model_catalog_json;
    if (typeof named !== 'string') return [];
    return [named.startsWith('~/') ? join(home ?? '/', named.slice(2)) : resolve(dirname(path), named)];
  });
}

function readKept(path: string): readonly CatalogModel[] {
  const read = readRegularText(path);
  return (read && 'text' in read ? readCatalogModels(read.text) : undefined) ?? [];
}

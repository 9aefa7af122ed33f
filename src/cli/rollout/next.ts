import { readNext } from '../../app/rollout/read-next.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { actionFields, renderNext } from '../../report/rollout/next.ts';
import { flag, readFlag, wholeNumber } from '../program/flags.ts';
import { action } from '../program/subcommand.ts';

export const define = action({
  flags: {
    person: flag('--person <email>', 'for another person (default: you)'),
    limit: readFlag('-n, --limit <count>', 'how many actions to show', wholeNumber, 5),
  },
  run: async ({ person: asked, limit }, { world, read }) => {
    const { person, roles, actions } = await read((store) => readNext(world, store, asked));
    return { person, roles, actions: actions.slice(0, limit), more: Math.max(0, actions.length - limit) };
  },
  text: ({ person, ...next }) => renderNext({ person: cleanLine(person), ...next }),
  json: ({ person, roles, actions, more }) =>
    jsonDocument('next', { person, roles, actions: actions.map(actionFields), more }),
  examples: [
    ['codex-cockpit next', 'the few most useful things that you could do now'],
    ['codex-cockpit next --person bob@example.com', 'what Bob could do now'],
  ],
});

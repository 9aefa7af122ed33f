import { lintChain, readChain } from '../../app/policy/read-chain.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { chainFields, renderChain, renderChainLint } from '../../report/policy/agents.ts';
import { arg, codexFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const folderArg = arg('[folder]', 'the folder (default: this one)');

const notLoaded = ['dropped', 'cut', 'empty'];

const chain = subcommand({
  name: 'chain',
  isDefault: true,
  summary:
    'which instruction files the real CLI loads for a folder, in order, and which files on disk it does not',
  args: { folder: folderArg },
  flags: { codex: codexFlag },
  run: ({ folder, codex }, { world, signal }) => readChain(world, { folder, codex, signal }),
  text: (read, { paint }) => renderChain(read, paint),
  json: (read) => jsonDocument('agents-chain', chainFields(read)),
  exit: ({ files }) => (files.some(({ state }) => notLoaded.includes(state)) ? 1 : 0),
});

const lint = subcommand({
  name: 'lint',
  summary: 'what the instructions of a folder lack, and commands in them that do not exist',
  args: { folder: folderArg },
  flags: { codex: codexFlag },
  run: ({ folder, codex }, { world, signal }) => lintChain(world, { folder, codex, signal }),
  text: (linted, { paint }) => renderChainLint(linted, paint),
  json: (linted) => jsonDocument('agents-lint', { ...chainFields(linted.chain), findings: linted.findings }),
  exit: ({ findings }) => (findings.some(({ severity }) => severity === 'fail') ? 1 : 0),
});

export const define = group({
  subcommands: [chain, lint],
  examples: [
    ['codex-cockpit agents chain packages/app', 'overrides, shadowed files, and what the limit drops'],
    [
      'codex-cockpit agents lint',
      'exit 1 without a verification rule, or with a command that does not exist',
    ],
  ],
});

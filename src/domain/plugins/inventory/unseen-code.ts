import * as z from 'zod';
import { safeName } from '../manifest/name.ts';
import type { Hook, Server } from './plugin-contents.ts';

/** Variables that make a program run other code than its command line says. */
const runsCode =
  /^(?:LD_.*|DYLD_.*|PATH|NODE_OPTIONS|NODE_PATH|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|BASH_FUNC_.*|PROMPT_COMMAND|PYTHONPATH|PYTHONSTARTUP|PYTHONHOME|PYTHONUSERBASE|PERL5OPT|PERL5LIB|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|GIT_SSH.*|GIT_CONFIG.*|GIT_EXEC_PATH|GIT_EXTERNAL_DIFF|GIT_ASKPASS)$/i;

/** Code of a hook or a server that nobody sees who acknowledges it: in a hidden value, or outside of the plugin. */
export function unseenCode(declared: Hook | Server): readonly string[] {
  const who = 'event' in declared ? `the hook ${declared.event}` : `the server ${safeName(declared.name)}`;
  const { env, ...rest } = declared.given;
  const values = z.record(z.string(), z.unknown()).safeParse(env).data ?? {};
  const line = textIn(rest);
  const variables = 'event' in declared ? [] : Object.keys(values);
  return [
    ...variables
      .filter((name) => runsCode.test(name))
      .map((name) => `${who} sets ${safeName(name)}, which changes what runs, to a value that is not shown`),
    ...variables
      .filter((name) => !runsCode.test(name) && isExpanded(name, line))
      .map((name) => `the command of ${who} expands ${safeName(name)}, whose value is not shown`),
    ...(/PLUGIN_DATA/i.test(`${line}\n${textIn(values)}`)
      ? [`${who} names PLUGIN_DATA, a folder outside of the plugin that no digest covers`]
      : []),
  ];
}

/** Whether a shell, or PowerShell and cmd of Windows, would put the value of a variable into a line. */
function isExpanded(name: string, line: string): boolean {
  const escaped = name.replaceAll(/[^\w]/g, '\\$&');
  return new RegExp(
    `\\$${escaped}(?!\\w)|\\$\\{[!#]?${escaped}(?!\\w)|%${escaped}%|\\$env:${escaped}(?!\\w)`,
    'i',
  ).test(line);
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textIn).join('\n');
}

/** A path into a `.git`, or to one in another folder. The word alone may be the `.git` of the project. */
const intoGit = /^\.git$|(^|[^\w.-])\.git[\\/]|[\\/]\.git(?![\w.-])/i;

/** Whether any text in a value is or has a path into a `.git`. */
export function refersIntoGit(value: unknown): boolean {
  if (typeof value === 'string') return intoGit.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some((entry) => entry.some(refersIntoGit));
}

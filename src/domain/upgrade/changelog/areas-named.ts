import type { Area } from '../rehearsal/area.ts';

// The words by which a note speaks of an area. A note may speak of several, and of none.
const words: readonly (readonly [Area, RegExp])[] = [
  [
    'commands',
    /\b(?:subcommand|cli flag|--[a-z][\w-]+|codex [a-z-]+ command|exit code|full-auto|mcp-server)\b/i,
  ],
  ['features', /\bfeature flags?\b|\bon by default\b|\benabled by default\b|\bexperimental\b/i],
  ['config', /\bconfig(?:\.toml)?\b|\bconfiguration\b|\bprofiles?\b|\bapproval[ _-]policy\b/i],
  ['requirements', /\brequirements(?:\.toml)?\b|\bmanaged\b|\bcloud requirements\b/i],
  ['models', /\bmodels?\b|gpt-\d|\breasoning effort\b/i],
  ['instructions', /\bAGENTS(?:\.override)?\.md\b|\binstructions?\b/i],
  ['tools', /\btools?\b|\bapply_patch\b|\bupdate_plan\b|\bweb search\b/i],
  ['rules', /\bexec ?policy\b|\brules?\b/i],
  [
    'sandbox',
    /\bsandbox(?:ed|ing)?\b|\bbwrap\b|\bbubblewrap\b|\bseatbelt\b|\blandlock[a-z]*\b|\bpermission profiles?\b/i,
  ],
  ['mcp', /\bMCP\b|\belicitation\b/i],
  ['hooks', /\bhooks?\b|\bPostToolUse\b|\bPreToolUse\b/i],
  ['skills', /\bplugins?\b|\bmarketplaces?\b|\bskills?\b/i],
  ['outbound', /\btelemetry\b|\botel\b|\bopentelemetry\b|\banalytics\b|\bproxy\b|\bwebsockets?\b/i],
  ['leftovers', /\bdaemon\b|auto-?updat(?:e|ing)|migrat(?:e|ion)/i],
  ['protocol', /\bapp-?server\b|\bjson-?rpc\b|\bthread\/\w+|\bturn\/\w+/i],
  ['events', /\bcodex exec\b|\bexec --json\b|\bjsonl\b/i],
  ['sessions', /\brollout files?\b|\bsession files?\b|\bresume\b|\bfork\b/i],
];

/** What a line of release notes speaks of. */
export function areasNamed(text: string): readonly Area[] {
  return words.flatMap(([area, pattern]) => (pattern.test(text) ? [area] : []));
}

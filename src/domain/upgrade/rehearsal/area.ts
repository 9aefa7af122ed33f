/** What a rehearsal looks at, in the order in which it is reported. The names are stable: rules refer to them. */
export const AREAS = {
  suite: 'the check suite',
  commands: 'commands and options',
  features: 'features',
  config: 'acceptance and meaning of the configuration',
  requirements: 'requirements.toml',
  models: 'models',
  instructions: 'instruction chain',
  thread: 'what a session starts with',
  request: 'first request to the model',
  tools: 'tools offered to the model',
  rules: 'rules',
  sandbox: 'sandbox',
  mcp: 'MCP servers',
  hooks: 'hooks',
  skills: 'plugins and skills',
  outbound: 'outbound requests',
  leftovers: 'processes and files left behind',
  protocol: 'app-server protocol',
  events: 'events of codex exec',
  sessions: 'session files',
  timing: 'timing',
} as const;

export type Area = keyof typeof AREAS;

export const AREA_NAMES = Object.keys(AREAS) as readonly Area[];

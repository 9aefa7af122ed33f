import {
  any,
  boolean,
  choice,
  fields,
  fieldsOf,
  integer,
  later,
  list,
  type Shape,
  string,
  table,
} from '../../base/shape/shape.ts';

const new133 = '>=0.133.0';
const new160 = '>=0.160.0';
const new169 = '>=0.169.0';

const handler = table(
  {
    ...fields({
      type: later(choice('command', 'prompt', 'agent'), { versions: new160, of: ['mcp_tool'] }),
      command: string,
      timeout: integer,
      async: boolean,
      statusMessage: string,
    }),
    ...fieldsOf(new133, { commandWindows: string, command_windows: string }),
    ...fieldsOf(new160, { additionalContextLimit: any, server: string, tool: string, input: any }),
    ...fieldsOf(new169, { arguments: any }),
  },
  ['type'],
);

const groups = list(table(fields({ matcher: string, hooks: list(handler) })));

/**
 * The events of `[hooks]`. Each was given a value of the wrong type: an event that the version knows is
 * refused then, any other is ignored without a message, in strict mode too.
 */
const hookEvents = {
  ...fields({
    PreToolUse: groups,
    PermissionRequest: groups,
    PostToolUse: groups,
    PreCompact: groups,
    PostCompact: groups,
    SessionStart: groups,
    UserPromptSubmit: groups,
    Stop: groups,
  }),
  ...fieldsOf(new133, { SubagentStart: groups, SubagentStop: groups }),
  ...fieldsOf(new160, { SessionEnd: groups }),
};

/** `[hooks]` of config.toml. What a person decided about a hook is kept beside the events. */
export const configHooks: Shape = table({ ...hookEvents, ...fields({ state: any }) });

/** `[hooks]` of requirements.toml: the folder of the scripts is beside the events. */
export const managedHooks: Shape = table({
  ...hookEvents,
  ...fields({ managed_dir: string, windows_managed_dir: string }),
});

/** A line about keys that count while something lies over the screen and takes them. */
type TypingKey = { keys: readonly string[]; description: string };

/** What keys do in a form, the palette and a question, which take all of them. By heading. */
export const typingKeys: Readonly<Record<string, readonly TypingKey[]>> = {
  'In a field, and in the palette': [
    { keys: ['left', 'right', 'ctrl-b', 'ctrl-f'], description: 'the cursor a character back or on' },
    { keys: ['home', 'end', 'ctrl-a', 'ctrl-e'], description: 'the cursor to the beginning or the end' },
    {
      keys: ['backspace', 'delete', 'ctrl-d'],
      description: 'remove the character before or after the cursor',
    },
    { keys: ['ctrl-w'], description: 'remove the word before the cursor' },
    { keys: ['ctrl-u', 'ctrl-k'], description: 'remove all before or after the cursor' },
  ],
  'In a form': [
    { keys: ['enter'], description: 'next field; in the last one, go on to the question' },
    {
      keys: ['tab', 'shift-tab'],
      description: 'next or previous field; also down and up where nothing is chosen',
    },
    { keys: ['down', 'up'], description: 'next or previous choice; typing a few letters finds one' },
    {
      keys: ['space', ','],
      description: 'mark a choice where several can be taken; backspace takes the last one back',
    },
    { keys: ['ctrl-r'], description: 'begin again, without what was typed before' },
    {
      keys: ['esc'],
      description: 'back to the screen; what was typed is there when the form is opened again',
    },
  ],
  'In a question': [
    { keys: ['enter'], description: 'yes' },
    { keys: ['esc'], description: 'back to the form, or no when there was none' },
    { keys: ['n'], description: 'no' },
    { keys: ['j', 'k', 'g', 'G'], description: 'scroll what will be recorded' },
  ],
};

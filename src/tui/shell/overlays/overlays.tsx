import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { ScrolledText } from '../../components/scrolled-text.tsx';
import { scrolledPlace, wrapText } from '../../components/text.ts';
import { Form } from '../forms/form-view.tsx';
import { Palette } from '../palette/palette-view.tsx';
import type { Registry } from '../screen.ts';
import type { ConfirmOverlay, Overlay, State } from '../state.ts';
import { OverlayBox } from './box.tsx';
import { confirmSize, confirmText } from './confirm.ts';
import { helpSize, helpText } from './help.ts';
import { LinkList } from './link-list.tsx';

type Size = { width: number; height: number };
type Of<T extends Overlay['type']> = Extract<Overlay, { type: T }>;

/** What lies over the screen and takes the keys; undefined when the screen itself is seen. */
export function overlayView(registry: Registry, state: State, size: Size): ReactNode | undefined {
  const { overlay } = state;
  switch (overlay?.type) {
    case 'help':
      return <Help registry={registry} state={state} overlay={overlay} {...size} />;
    case 'palette':
      return <Palette registry={registry} state={state} overlay={overlay} {...size} />;
    case 'links':
      return (
        <OverlayBox title="Open" hint="j k move, enter opens, esc closes">
          <LinkList
            registry={registry}
            state={state}
            cursor={overlay.cursor}
            width={size.width - 4}
            height={size.height - 4}
          />
        </OverlayBox>
      );
    case 'confirm':
      return <Confirm overlay={overlay} {...size} />;
    case 'form':
      return <Form form={overlay} {...size} />;
    default:
      return undefined;
  }
}

/** Every key, by group, with why one cannot be used now. */
function Help({
  registry,
  state,
  overlay,
  width,
  height,
}: { registry: Registry; state: State; overlay: Of<'help'> } & Size): ReactNode {
  const size = helpSize({ rows: height, columns: width });
  const text = helpText(registry, state);
  const place = scrolledPlace(text, overlay.scroll, size);
  return (
    <OverlayBox title="Keys" hint={`${place}   j k g G move, esc closes`.trimStart()}>
      <ScrolledText text={text} scroll={overlay.scroll} size={size} />
    </OverlayBox>
  );
}

/** A question before anything is written, with what will be recorded. */
function Confirm({ overlay, width, height }: { overlay: ConfirmOverlay } & Size): ReactNode {
  const size = confirmSize(overlay, { rows: height, columns: width });
  const text = confirmText(overlay);
  const place = scrolledPlace(text, overlay.scroll, size);
  const keys = ['enter: yes', ...(overlay.form ? ['esc: back to the form', 'n: no'] : ['esc: no'])];
  return (
    <OverlayBox
      title={wrapText(cleanLine(overlay.question), size.columns).join('\n')}
      hint={[...keys, ...(place === '' ? [] : ['j k: scroll', place])].join('  ')}
    >
      <ScrolledText text={text} scroll={overlay.scroll} size={size} />
    </OverlayBox>
  );
}

import type { ReactNode } from 'react';

/** Text as it is, in a box that scrolls and is therefore reachable by keyboard. */
export function CodeBlock(props: {
  readonly label: string;
  readonly className?: string;
  readonly dir?: 'auto';
  readonly children: ReactNode;
}): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section inside would end the white space of pre.
    <pre
      className={props.className ?? 'block'}
      role="region"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus.
      tabIndex={0}
      dir={props.dir}
    >
      {props.children}
    </pre>
  );
}

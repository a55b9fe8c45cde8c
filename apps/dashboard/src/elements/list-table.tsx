import type { ReactNode } from 'react';

/** A table of things: its name for who cannot see it, its columns' titles, and a `<tr>` for each thing. */
export function ListTable(props: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <table className={['list', props.className].filter(Boolean).join(' ')}>
      <caption className="visually-hidden">{props.caption}</caption>
      <thead>
        <tr>
          {props.columns.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  );
}

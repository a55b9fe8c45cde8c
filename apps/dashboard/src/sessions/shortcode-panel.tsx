import { defaultClaims, shortcodes } from '@bartleby/claims-template';
import { type ReactNode, useState } from 'react';
import { TextField } from '../elements/text-field.tsx';

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
  readonly warning: string | null;
}

interface Drawer {
  readonly title: string;
  readonly entries: readonly Entry[];
  readonly isInsertable: boolean;
}

function shortcodeEntries(group: (typeof shortcodes)[number]['group']): Entry[] {
  return shortcodes
    .filter((one) => one.group === group)
    .map((one) => ({
      name: one.path,
      type: one.type,
      meaning: one.nullWhen ? `${one.meaning} Null when ${one.nullWhen}.` : one.meaning,
      warning: one.clientWritable
        ? 'The user’s own browser can write this.'
        : one.unbounded
          ? 'May outgrow the cookie.'
          : null,
    }));
}

const DRAWERS: readonly Drawer[] = [
  { title: 'User', entries: shortcodeEntries('user'), isInsertable: true },
  { title: 'Organization', entries: shortcodeEntries('organization'), isInsertable: true },
  { title: 'Session', entries: shortcodeEntries('session'), isInsertable: true },
  {
    title: 'Default claims',
    entries: defaultClaims.map(({ name, type, meaning }) => ({ name, type, meaning, warning: null })),
    isInsertable: false,
  },
];

function EntryText({ entry }: { readonly entry: Entry }): ReactNode {
  return (
    <>
      <span className="entry-head">
        <code className="entry-name">{entry.name}</code>
        <code className="entry-type">{entry.type}</code>
      </span>
      <span className="entry-meaning">
        {entry.meaning}
        {entry.warning ? <em> {entry.warning}</em> : null}
      </span>
    </>
  );
}

function matches(entry: Entry, query: string): boolean {
  return `${entry.name} ${entry.meaning}`.toLowerCase().includes(query);
}

/** Everything a claim can stand for, to be inserted at the cursor. */
export function ShortcodePanel({ onInsert }: { readonly onInsert: (path: string) => void }): ReactNode {
  const [search, setSearch] = useState('');
  const query = search.trim().toLowerCase();
  const drawers = DRAWERS.map((drawer) => ({
    ...drawer,
    entries: drawer.entries.filter((entry) => matches(entry, query)),
  })).filter(({ entries }) => entries.length > 0);
  return (
    <section className="shortcodes" aria-labelledby="shortcodes-title">
      <h3 id="shortcodes-title">Insert shortcodes</h3>
      <TextField label="Search shortcodes" type="search" value={search} onChange={setSearch} />
      {drawers.length === 0 ? <p className="muted">No shortcode is called that.</p> : null}
      {drawers.map((drawer) => (
        <details key={drawer.title} open={query !== '' || drawer.title === 'User'}>
          <summary>
            {drawer.title} <span className="muted">{drawer.entries.length}</span>
          </summary>
          {drawer.isInsertable ? null : (
            <p className="hint">
              Every token has these by itself. <a href="/docs/session-tokens">Session tokens</a>
            </p>
          )}
          <ul>
            {drawer.entries.map((entry) => (
              <li key={entry.name}>
                {drawer.isInsertable ? (
                  <button type="button" className="entry" onClick={() => onInsert(entry.name)}>
                    <EntryText entry={entry} />
                  </button>
                ) : (
                  <div className="entry still">
                    <EntryText entry={entry} />
                  </div>
                )}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

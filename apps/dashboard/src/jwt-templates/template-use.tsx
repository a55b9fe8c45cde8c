import { findJwtPreset } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import { CodeBlock } from '../elements/code-block.tsx';
import { CopyButton } from '../elements/copy-button.tsx';
import { useInstance } from '../platform/instance-context.tsx';

/** How an app asks for a token of this template. */
export const callOf = (name: string): string => `getToken({ template: '${name || 'name'}' })`;

/** How to get a token, and what the consumer must be told. */
export function TemplateUse(props: { readonly name: string; readonly preset: string | null }): ReactNode {
  const { instance } = useInstance();
  const preset = findJwtPreset(props.preset);
  const urls = { issuer: instance.issuer, jwksUrl: instance.jwks_url };
  return (
    <section className="preview" aria-labelledby="template-use">
      <h3 id="template-use">Use it</h3>
      <CodeBlock label="How an app asks for the token">{callOf(props.name)}</CodeBlock>
      <p className="row">
        <CopyButton text={callOf(props.name)} what="the call" />
      </p>
      {preset ? (
        <>
          <p>
            {preset.purpose} Rules:{' '}
            <a href={preset.source.url} rel="noreferrer" target="_blank">
              {preset.title}, {preset.source.title}
            </a>
          </p>
          {preset.setup(urls).map(({ label, value }) => (
            <div key={label} className="consumer-setting">
              <p className="hint">{label}</p>
              <CodeBlock label={label}>{value}</CodeBlock>
              <p className="row">
                <CopyButton text={value} what={label} />
              </p>
            </div>
          ))}
        </>
      ) : (
        <p className="hint">
          Verify it with the keys at <code className="key">{instance.jwks_url}</code>, or with the key of its
          own.
        </p>
      )}
    </section>
  );
}

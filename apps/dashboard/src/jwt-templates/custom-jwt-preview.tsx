import {
  type CompiledTemplate,
  compileTemplate,
  customJwtDefaults,
  findJwtPreset,
  mergeDefaultClaims,
  renderTemplate,
  serializeClaims,
} from '@bartleby/claims-template';
import { type ReactNode, useRef, useState } from 'react';
import { CodeBlock } from '../elements/code-block.tsx';
import { Empty, Failure } from '../elements/states.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import type { TemplateDataAnswer } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { claimBlocks } from '../sessions/claim-lines.ts';
import { UserPicker } from '../sessions/user-picker.tsx';
import { settingsOf, type TemplateFields } from './template-fields.ts';

/** The claims of one user's next token. */
function claimsText(template: CompiledTemplate, data: TemplateDataAnswer, fields: TemplateFields): string {
  const defaults = customJwtDefaults(data.default_claims, {
    lifetimeSeconds: settingsOf(fields).lifetimeSeconds || 0,
    allowedClockSkewSeconds: Number(fields.clockSkew) || 0,
  });
  const ownClaims = fields.hasOwnKey ? findJwtPreset(fields.preset)?.ownClaims : [];
  return serializeClaims(mergeDefaultClaims(renderTemplate(template, data.data), defaults, ownClaims));
}

/** The whole next token of a chosen user; the last text without errors while there are some. */
export function CustomJwtPreview({ fields }: { readonly fields: TemplateFields }): ReactNode {
  const { platform } = useInstance();
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null);
  const loaded = useLoad(chosen?.id ?? '', async () => (chosen ? platform.templateData(chosen.id) : null));
  const last = useRef<CompiledTemplate | null>(null);
  const ownClaims = findJwtPreset(fields.preset)?.ownClaims;
  const compiled = compileTemplate(fields.source, { surface: 'jwt_template', ownClaims });
  if (compiled.ok) last.current = compiled.template;
  return (
    <section className="preview" aria-labelledby="preview-title">
      <h3 id="preview-title">Preview</h3>
      <UserPicker chosen={chosen} onChoose={setChosen} />
      {loaded.error ? <Failure error={loaded.error} onRetry={loaded.reload} /> : null}
      {compiled.ok ? null : (
        <p className="notice" role="status">
          Shows the last text without errors.
        </p>
      )}
      {last.current && loaded.value ? (
        <CodeBlock label="Claims of the next token" className="token">
          {'{\n'}
          {claimBlocks(claimsText(last.current, loaded.value, fields)).map(({ name, text, isDefault }) => (
            <span key={name} className={isDefault ? 'claim default' : 'claim'} dir="ltr">
              {text}
              {'\n'}
            </span>
          ))}
          {'}'}
        </CodeBlock>
      ) : (
        <Empty title="Choose a user to see their whole token." />
      )}
    </section>
  );
}

import { type ReactNode, useEffect, useState } from 'react';
import { CodeBlock } from '../elements/code-block.tsx';
import { Empty, Failure, Loading } from '../elements/states.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import type { HeaviestUser, TemplateDataAnswer } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { claimBlocks } from './claim-lines.ts';
import { SizeMeter } from './size-meter.tsx';
import { usePreview } from './use-preview.ts';
import { UserPicker } from './user-picker.tsx';

function Claims({ text }: { readonly text: string }): ReactNode {
  return (
    <CodeBlock label="Claims of the next token" className="token">
      {'{\n'}
      {claimBlocks(text).map((block) => (
        <span key={block.name} className={block.isDefault ? 'claim default' : 'claim'} dir="ltr">
          {block.text}
          {'\n'}
        </span>
      ))}
      {'}'}
    </CodeBlock>
  );
}

/** The whole next token of a chosen user, and how much of their cookie it takes. */
export function TokenPreview(props: {
  readonly source: string;
  readonly heaviest: HeaviestUser | null;
  /** Told what is known of the user who is shown. */
  readonly onData: (data: TemplateDataAnswer | null) => void;
}): ReactNode {
  const { platform } = useInstance();
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null);
  const loaded = useLoad(chosen?.id ?? '', async () => (chosen ? platform.templateData(chosen.id) : null));
  const { onData } = props;
  useEffect(() => onData(loaded.value), [onData, loaded.value]);
  const preview = usePreview(props.source, loaded.value);
  return (
    <section className="preview" aria-labelledby="preview-title">
      <h3 id="preview-title">Preview</h3>
      <UserPicker chosen={chosen} onChoose={setChosen} />
      {loaded.error ? <Failure error={loaded.error} onRetry={loaded.reload} /> : null}
      {preview ? (
        <>
          {preview.isOld ? (
            <p className="notice" role="status">
              Shows the last text without errors.
            </p>
          ) : null}
          <Claims text={preview.claimsText} />
          <p className="hint">
            <span className="key-default">Default claims</span> come by themselves. <code>iat</code>,{' '}
            <code>nbf</code>, <code>exp</code>, <code>jti</code> and <code>fva</code> change with each token.
          </p>
        </>
      ) : chosen && loaded.isLoading ? (
        <Loading what="the token" />
      ) : loaded.error ? null : (
        <Empty title="Choose a user to see their whole token." />
      )}
      <div className="meters">
        {preview ? (
          <SizeMeter
            label={`Cookie of ${chosen?.name ?? 'this user'}`}
            bytes={preview.size.cookieBytes}
            heaviestClaim={preview.heaviestClaim}
          />
        ) : null}
        {props.heaviest?.user_id ? (
          <SizeMeter
            label={`Heaviest cookie of ${props.heaviest.users_checked.toLocaleString('en')} ${props.heaviest.users_checked === 1 ? 'user' : 'users'}: ${props.heaviest.name || props.heaviest.user_id}`}
            hint="With the longest origin that your apps may have."
            bytes={props.heaviest.cookie_bytes}
            usersOverLimit={props.heaviest.users_over_limit}
          />
        ) : null}
      </div>
    </section>
  );
}

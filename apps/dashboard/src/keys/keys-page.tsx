import type { ReactNode } from 'react';
import { CopyButton } from '../elements/copy-button.tsx';
import { WhenLoaded } from '../elements/states.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import { useLoad } from '../platform/use-load.ts';
import { EnvironmentBlocks } from './environment-blocks.tsx';
import { SecretKeys } from './secret-keys.tsx';

/** Keys of the instance and the environment block of each framework. */
export function KeysPage(): ReactNode {
  usePageTitle('API keys');
  const { platform, instance } = useInstance();
  const blocks = useLoad('blocks', platform.environmentBlocks);
  return (
    <section className="page">
      <h1>API keys</h1>
      <section className="card" aria-labelledby="publishable">
        <h2 id="publishable">Publishable key</h2>
        <p className="hint">Names your instance; it may stand in the browser’s code.</p>
        <p className="spread">
          <code className="key">{instance.publishable_key}</code>
          <CopyButton text={instance.publishable_key} what="the publishable key" />
        </p>
      </section>
      <section className="card" aria-labelledby="environment">
        <h2 id="environment">Environment of your app</h2>
        <p className="hint">
          Copy the whole block: a missing line may send your keys to somebody else’s server.
        </p>
        <WhenLoaded loaded={blocks} what="the environment blocks">
          {(value) => <EnvironmentBlocks blocks={value} />}
        </WhenLoaded>
      </section>
      <SecretKeys />
    </section>
  );
}

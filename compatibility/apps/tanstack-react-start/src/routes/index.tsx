import { Show, UserButton } from '@clerk/tanstack-react-start';
import { auth } from '@clerk/tanstack-react-start/server';
import { createFileRoute } from '@tanstack/react-router';
import { createServerFn } from '@tanstack/react-start';

const currentUserId = createServerFn().handler(async () => (await auth()).userId);

export const Route = createFileRoute('/')({
  loader: async () => ({ userId: await currentUserId() }),
  component: Home,
});

function Home() {
  const { userId } = Route.useLoaderData();
  return (
    <>
      <p id="server-user">{userId ?? 'signed out'}</p>
      <Show when="signed-in">
        <UserButton />
      </Show>
    </>
  );
}

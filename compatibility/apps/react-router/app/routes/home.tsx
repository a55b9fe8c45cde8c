import { Show, UserButton } from '@clerk/react-router';
import { getAuth } from '@clerk/react-router/server';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';

export async function loader(args: LoaderFunctionArgs) {
  const { userId } = await getAuth(args);
  return { userId };
}

export default function Home() {
  const { userId } = useLoaderData<typeof loader>();
  return (
    <>
      <p id="server-user">{userId ?? 'signed out'}</p>
      <Show when="signed-in">
        <UserButton />
      </Show>
    </>
  );
}

import { auth } from '@clerk/nextjs/server';

export default async function Home() {
  const { userId } = await auth();
  return <p id="server-user">{userId ?? 'signed out'}</p>;
}

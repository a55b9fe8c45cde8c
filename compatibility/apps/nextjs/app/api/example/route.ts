import { auth } from '@clerk/nextjs/server';
import { NextResponse } from 'next/server';

export async function GET() {
  const { isAuthenticated, sessionClaims } = await auth();

  if (!isAuthenticated) {
    return NextResponse.json({ error: 'Sign in to see your claims.' }, { status: 401 });
  }

  return NextResponse.json({
    fullName: sessionClaims.fullName,
    primaryEmail: sessionClaims.primaryEmail,
  });
}

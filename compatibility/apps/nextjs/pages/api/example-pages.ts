import { getAuth } from '@clerk/nextjs/server';
import type { NextApiRequest, NextApiResponse } from 'next';

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const { isAuthenticated, sessionClaims } = getAuth(req);

  if (!isAuthenticated) {
    return res.status(401).json({ error: 'Sign in to see your claims.' });
  }

  return res.status(200).json({
    fullName: sessionClaims.fullName,
    primaryEmail: sessionClaims.primaryEmail,
  });
}

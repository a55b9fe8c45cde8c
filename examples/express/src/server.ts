import { clerkMiddleware, getAuth } from '@bartleby/express';
import express from 'express';

const app = express();

app.use(clerkMiddleware());

app.get('/api/example', (req, res) => {
  const { isAuthenticated, sessionClaims } = getAuth(req);

  if (!isAuthenticated) {
    res.status(401).json({ error: 'Sign in to see your claims.' });
    return;
  }

  res.json({ fullName: sessionClaims.fullName, primaryEmail: sessionClaims.primaryEmail });
});

const port = Number(process.env.PORT ?? 4000);
app.listen(port, '127.0.0.1', () => console.log(`Listening on http://localhost:${port}`));

import { clerkPlugin, getAuth } from '@clerk/fastify';
import Fastify from 'fastify';

const app = Fastify();
app.register(clerkPlugin);

app.get('/api/example', (request, reply) => {
  const { isAuthenticated, sessionClaims } = getAuth(request);
  if (!isAuthenticated) return reply.code(401).send({ error: 'Sign in to see your claims.' });
  return { fullName: sessionClaims.fullName, primaryEmail: sessionClaims.primaryEmail };
});

app.get('/', (request, reply) =>
  reply.type('text/html').send(`<!doctype html>
<link rel="icon" href="data:,">
<p id="server-user">${getAuth(request).userId ?? 'signed out'}</p>`),
);

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) });
console.log('Listening');

import { bartlebyMiddleware } from '@bartleby/nextjs/server';

export default bartlebyMiddleware();

export const config = {
  matcher: [
    // Every page, but neither Next's own files nor static ones.
    '/((?!_next|[^?]*\\.(?:html?|css|js(?!on)|jpe?g|webp|png|gif|svg|ttf|woff2?|ico|csv|docx?|xlsx?|zip|webmanifest)).*)',
    '/(api|trpc)(.*)',
  ],
};

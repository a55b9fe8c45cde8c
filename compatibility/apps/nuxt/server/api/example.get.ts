export default eventHandler((event) => {
  const { isAuthenticated, sessionClaims } = event.context.auth();
  if (!isAuthenticated) {
    setResponseStatus(event, 401);
    return { error: 'Sign in to see your claims.' };
  }
  return { fullName: sessionClaims.fullName, primaryEmail: sessionClaims.primaryEmail };
});

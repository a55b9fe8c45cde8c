/** A browser without scripts that keeps cookies, and walks through a provider's pages until these send it away. */
export async function visitProvider(
  authorizationUrl: string,
  answer: { readonly login: string } | 'cancel',
): Promise<string> {
  const { origin } = new URL(authorizationUrl);
  const cookies = new Map<string, string>();
  let url = authorizationUrl;
  let form: Record<string, string> | null = null;
  for (let step = 0; step < 20; step += 1) {
    const response: Response = await fetch(url, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const page = await response.text();
    if (location !== null) {
      url = new URL(location, url).href;
      form = null;
      if (new URL(url).origin !== origin) return url;
      continue;
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (prompt === undefined) throw new Error(`the provider shows ${response.status}: ${page.slice(0, 500)}`);
    const target = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', url).href;
    form = answer === 'cancel' ? null : { prompt, login: answer.login, password: 'any' };
    url = answer === 'cancel' ? `${target}/abort` : target;
  }
  throw new Error('the provider never sends the browser back');
}

/** Text as it may stand in HTML and in a quoted attribute. */
export const escapeHtml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function layout({ title, description, current, guides, body }) {
  const links = guides
    .map(
      ({ slug, title: name }) =>
        `<li><a href="/docs/${slug}"${slug === current ? ' aria-current="page"' : ''}>${escapeHtml(name)}</a></li>`,
    )
    .join('\n        ');
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="description" content="${escapeHtml(description)}">
  <title>${escapeHtml(title)} · Bartleby</title>
  <link rel="icon" href="/docs/favicon.svg">
  <link rel="stylesheet" href="/docs/docs.css">
  <script src="/docs/docs.js" defer></script>
</head>
<body>
  <a class="skip" href="#content">Skip to the text</a>
  <header class="top"><a href="/docs">Bartleby documentation</a> <a href="/dashboard">Dashboard</a></header>
  <div class="page">
    <nav aria-label="Guides">
      <ul>
        ${links}
      </ul>
    </nav>
    <main id="content">
${body}
    </main>
  </div>
</body>
</html>
`;
}

/** One guide as a whole page. */
export function renderPage(guide, guides, renderer) {
  const body = `<h1>${escapeHtml(guide.title)}</h1>
${renderer.render(guide.source)}
<footer class="page-end">
  <form class="helpful" data-page="${guide.slug}">
    <fieldset>
      <legend>Was this helpful?</legend>
      <button type="submit" name="helpful" value="yes">Yes</button>
      <button type="submit" name="helpful" value="no">No</button>
    </fieldset>
    <p role="status"></p>
  </form>
  <p>Last updated <time datetime="${guide.updated}">${guide.updated}</time></p>
</footer>`;
  return layout({ title: guide.title, description: guide.description, current: guide.slug, guides, body });
}

/** The list of guides. */
export function renderIndex(guides) {
  const items = guides
    .map(
      ({ slug, title, description }) =>
        `<li><a href="/docs/${slug}">${escapeHtml(title)}</a><p>${escapeHtml(description)}</p></li>`,
    )
    .join('\n');
  return layout({
    title: 'Documentation',
    description: 'Guides to Bartleby, a self-hosted session-token platform.',
    current: '',
    guides,
    body: `<h1>Documentation</h1>\n<ul class="guides">\n${items}\n</ul>`,
  });
}

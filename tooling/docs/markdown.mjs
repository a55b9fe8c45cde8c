import hljs from 'highlight.js';
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';
import container from 'markdown-it-container';
import { escapeHtml } from './page.mjs';

/** A Markdown renderer with anchors on headings, highlighted code and `::::tabs` of `:::tab Title` sections. */
export function createRenderer() {
  const markdown = new MarkdownIt({ html: false, linkify: false, highlight });
  markdown.use(anchor, { permalink: anchor.permalink.headerLink() });
  markdown.use(container, 'tabs', {
    marker: ':',
    render: (tokens, at) => (tokens[at].nesting === 1 ? '<div class="tabs">\n' : '</div>\n'),
  });
  markdown.use(container, 'tab', {
    marker: ':',
    validate: (words) => /^tab\s/.test(words.trim()),
    render: (tokens, at) =>
      tokens[at].nesting === 1
        ? `<section class="tab" data-title="${escapeHtml(tokens[at].info.trim().slice(4))}">\n<h3 class="tab-title">${escapeHtml(tokens[at].info.trim().slice(4))}</h3>\n`
        : '</section>\n',
  });
  const link =
    markdown.renderer.rules.link_open ??
    ((tokens, at, options, _env, self) => self.renderToken(tokens, at, options));
  markdown.renderer.rules.link_open = (tokens, at, options, env, self) => {
    const href = tokens[at].attrGet('href') ?? '';
    if (/^[a-z0-9-]+\.md(#.*)?$/.test(href)) tokens[at].attrSet('href', `/docs/${href.replace('.md', '')}`);
    return link(tokens, at, options, env, self);
  };
  const image = markdown.renderer.rules.image;
  markdown.renderer.rules.image = (tokens, at, options, env, self) => {
    tokens[at].attrSet('src', (tokens[at].attrGet('src') ?? '').replace('../pictures/', '/docs/pictures/'));
    tokens[at].attrSet('loading', 'lazy');
    return image(tokens, at, options, env, self);
  };
  return markdown;
}

/** The words behind the language (`file=…`, `run=…`) tell the tests what the block is; readers see the path. */
function highlight(code, language, words) {
  const known = hljs.getLanguage(language) ? language : 'plaintext';
  const file = /\bfile=(\S+)/.exec(words)?.[1];
  const caption = file
    ? `<span class="code-file">${escapeHtml(file.replace(/^examples\/[^/]+\//, ''))}</span>`
    : '';
  return `<pre class="code" tabindex="0">${caption}<code class="language-${known}">${hljs.highlight(code, { language: known }).value}</code></pre>`;
}

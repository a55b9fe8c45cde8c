// Tabs and the one question at the end of a page. Without this script a page shows all tabs one below the other.

function makeTabs(box) {
  const panels = [...box.querySelectorAll(':scope > .tab')];
  const list = document.createElement('div');
  list.className = 'tab-list';
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', 'Choose your framework');
  const buttons = panels.map((panel, index) => {
    const id = `${panel.dataset.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${document.querySelectorAll('[role=tab]').length + index}`;
    const button = document.createElement('button');
    button.type = 'button';
    button.id = `tab-${id}`;
    button.textContent = panel.dataset.title;
    button.setAttribute('role', 'tab');
    button.setAttribute('aria-controls', `panel-${id}`);
    panel.id = `panel-${id}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', button.id);
    list.append(button);
    return button;
  });
  const show = (chosen) => {
    for (const [index, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    }
  };
  const choose = (chosen) => {
    show(chosen);
    buttons[chosen].focus();
    localStorage.setItem('docs-tab', buttons[chosen].textContent);
  };
  for (const [index, button] of buttons.entries()) {
    button.addEventListener('click', () => choose(index));
    button.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step) choose((index + step + buttons.length) % buttons.length);
    });
  }
  box.prepend(list);
  box.classList.add('ready');
  show(
    Math.max(
      0,
      buttons.findIndex(({ textContent }) => textContent === localStorage.getItem('docs-tab')),
    ),
  );
}

for (const box of document.querySelectorAll('.tabs')) makeTabs(box);

for (const form of document.querySelectorAll('.helpful'))
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const helpful = event.submitter.value === 'yes';
    const status = form.querySelector('[role=status]');
    try {
      const answer = await fetch('/docs/feedback', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ page: form.dataset.page, helpful }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      status.textContent = 'Thank you. Your answer went to the log of this server, and nowhere else.';
    } catch {
      status.textContent = 'Your answer could not be kept: the server did not take it.';
    }
  });

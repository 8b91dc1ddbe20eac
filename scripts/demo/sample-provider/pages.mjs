const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text) => String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; padding: 2rem 1rem; background: light-dark(#f6f6f9, #181826); }
  main { max-width: 26rem; margin: 0 auto; padding: 1.5rem; border-radius: 8px;
    background: light-dark(#fff, #23232f); border: 1px solid light-dark(#dcdce4, #3c3c4c); }
  h1 { margin: 0 0 .5rem; font-size: 1.4rem; }
  p { margin: 0 0 1rem; }
  .note { padding: .5rem .75rem; border-radius: 4px; font-size: .875rem;
    color: light-dark(#6b4500, #ffd88a); background: light-dark(#fff3d6, #3b2f14); }
  form { display: grid; gap: .5rem; }
  button { padding: .75rem 1rem; border-radius: 4px; font: inherit; text-align: start; cursor: pointer;
    color: inherit; background: transparent; border: 1px solid light-dark(#8e8ea9, #6a6a80); }
  button:hover { border-color: light-dark(#4945ff, #9a98ff); }
  button:focus-visible { outline: 2px solid light-dark(#4945ff, #9a98ff); outline-offset: 2px; }
  button span { display: block; font-size: .875rem; overflow-wrap: anywhere; color: light-dark(#5b5b73, #b4b4c8); }
  button.cancel { text-align: center; border-color: transparent; text-decoration: underline; }
`;

const page = (title, content) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${content}
</main>
</body>
</html>
`;

const personButton = ({ sub, name, email, email_verified: isVerified }) =>
  `<button name="person" value="${escape(sub)}">${escape(name)}<span>${escape(email)}${
    isVerified ? '' : ' (not verified)'
  }</span></button>`;

/** The form has no action, so it is sent to the URL of the page, with the parameters of the client. */
export const choicePage = (people, clientId) =>
  page(
    'Sample provider',
    `<p class="note">A sample for the demo, on this computer only. It asks for no password.</p>
<p>Choose who logs in to <strong>${escape(clientId)}</strong>:</p>
<form method="post">
${people.map(personButton).join('\n')}
<button class="cancel" name="person" value="">Cancel</button>
</form>`
  );

export const errorPage = (message) =>
  page('Sample provider', `<p class="note">${escape(message)}</p>`);

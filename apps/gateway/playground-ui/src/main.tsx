import './monaco-workers.js';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import 'graphiql/graphiql.css';
import './styles/editor.css';
import { createRoot } from 'react-dom/client';
import { finishLogin, loginProblemOf } from './login.js';
import { Playground } from './playground.js';
import { fetchSettings, otherNameOf } from './settings.js';

async function start(place: HTMLElement): Promise<void> {
  const settings = await fetchSettings();
  const otherName = otherNameOf(settings, location);
  if (otherName) {
    location.replace(otherName);
    return;
  }
  const login = await finishLogin(settings).catch((thrown: unknown) => ({ problem: loginProblemOf(thrown) }));
  createRoot(place).render(<Playground settings={settings} login={login} />);
}

const place = document.getElementById('playground');
if (place) {
  start(place).catch((thrown: unknown) => {
    const text = document.createElement('p');
    text.className = 'loading';
    text.textContent = thrown instanceof Error ? thrown.message : 'The playground could not start.';
    place.replaceChildren(text);
  });
}

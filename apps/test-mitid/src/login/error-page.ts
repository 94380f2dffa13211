import { html, page } from './page.js';

/** Says nothing of what went wrong inside: the request may hold what somebody else put into it. */
export function errorPage(): string {
  return page(
    'da',
    'Login kan ikke fortsætte',
    html`<h1>Login kan ikke fortsætte</h1>
      <p>Forespørgslen er ugyldig eller udløbet. Gå tilbage, og start login forfra.</p>
      <p lang="en">The login request is not valid or has expired. Go back and start again.</p>`,
  );
}

/**
 * Headers of everything below /playground: the page loads nothing from elsewhere, talks to this gateway and to the
 * login only, cannot be framed, and tells no other site where it was.
 */
export function playgroundHeaders(issuer: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(new URL(issuer).origin),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

function contentSecurityPolicy(issuerOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    // The editor (Monaco) writes its theme and its line positions as inline styles.
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${issuerOrigin}`,
    "base-uri 'none'",
    // The login is a navigation, not a form.
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

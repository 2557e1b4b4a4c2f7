/** On every answer, pages and files alike. The content security policy, with its nonces, is Kit's (svelte.config.js). */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Invitation links hold a secret; `no-referrer` would take the Origin from our own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
} as const

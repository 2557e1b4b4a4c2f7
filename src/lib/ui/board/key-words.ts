/** Keys as people read them on their keyboard: «Ctrl + Maj + Z». */
import { m } from '#lib/i18n/paraglide/messages.js'

const NAMED: Readonly<Record<string, () => string>> = {
  Ctrl: () => (isMac() ? '⌘' : m.key_ctrl()),
  Shift: () => m.key_shift(),
  Enter: () => m.key_enter(),
  Escape: () => m.key_escape(),
  Delete: () => m.key_delete(),
  Backspace: () => m.key_backspace(),
  PageDown: () => m.key_page_down(),
  PageUp: () => m.key_page_up(),
  ContextMenu: () => m.key_menu(),
  ArrowLeft: () => '←',
  ArrowRight: () => '→',
  ArrowUp: () => '↑',
  ArrowDown: () => '↓',
}

/** `key`: as the registry writes it, `Ctrl+Shift+z`. */
export function keyWords(key: string): string {
  // The plus sign is a key, too.
  const parts = key.replace(/\+$/, '').split('+')
  if (key.endsWith('+')) parts[parts.length - 1] = '+'
  // eslint-disable-next-line no-restricted-syntax -- the name of a key
  return parts.map((part) => NAMED[part]?.() ?? (part.length === 1 ? part.toUpperCase() : part)).join(' + ')
}

const isMac = () => typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform)

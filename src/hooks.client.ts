import type { ClientInit } from '@sveltejs/kit'
import * as messages from '#lib/i18n/paraglide/messages.js'
import { getLocale, isLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js'

/** In the browser's build the messages are one language's, chosen here (`vite.config.ts`). */
type OneLanguage = { readonly loadWords?: (locale: string) => Promise<void> }

export const init: ClientInit = () => {
  // The language that the server wrote this page in. Reading it from the cookie takes milliseconds, each time that somebody asks.
  const { lang } = document.documentElement
  const locale = isLocale(lang) ? lang : getLocale()
  overwriteGetLocale(() => locale)
  return (messages as OneLanguage).loadWords?.(locale)
}

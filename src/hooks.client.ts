import type { ClientInit } from '@sveltejs/kit'
import * as messages from '#lib/i18n/paraglide/messages.js'
import { getLocale } from '#lib/i18n/paraglide/runtime.js'

/** In the browser's build the messages are one language's, chosen here (`vite.config.ts`). */
type OneLanguage = { readonly loadWords?: (locale: string) => Promise<void> }

export const init: ClientInit = () => (messages as OneLanguage).loadWords?.(getLocale())

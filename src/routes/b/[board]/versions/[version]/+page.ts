import { error } from '@sveltejs/kit'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { PageLoad } from './$types.js'

// Like the board itself: painted in the browser.
export const ssr = false

/** `state`: a Yjs update of format 2, asked for as it is stored. */
export const load: PageLoad = async ({ data, fetch, params }) => {
  const answer = await fetch(`/b/${params.board}/versions/${params.version}/state`)
  if (!answer.ok) error(answer.status, m.version_unknown())
  return { ...data, state: new Uint8Array(await answer.arrayBuffer()) }
}

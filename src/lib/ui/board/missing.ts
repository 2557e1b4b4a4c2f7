/** Why a part of the page does not come: no connection, or a page of before a deploy, whose files the server has no more. */
import { updated } from '$app/state'
import { m } from '#lib/i18n/paraglide/messages.js'

export async function whyMissing(otherwise: string): Promise<string> {
  const isOutdated = await updated.check().catch(() => false)
  return isOutdated ? m.part_outdated() : otherwise
}

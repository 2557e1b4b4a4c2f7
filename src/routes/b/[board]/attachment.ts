import { fold } from '#lib/domain/plain.ts'

/** The header that makes a download of an answer, under a name that every system takes: letters without accents, figures and dashes. */
export function attachment(title: string, ending: string): string {
  const plain = fold(title).replace(/[^a-z0-9]+/g, '-')
  const name = plain.replace(/^-|-$/g, '').slice(0, 120) || 'canevas'
  return `attachment; filename="${name}.${ending}"`
}

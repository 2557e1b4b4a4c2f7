import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const CHUNKS = '_app/immutable/chunks'

/** The path of each language's words, from the files that a browser can ask for; of none while `vite dev` makes them. */
export function wordsIn(clientFiles: string | undefined): Readonly<Record<string, string>> {
  const folder = clientFiles && join(clientFiles, CHUNKS)
  if (!folder || !existsSync(folder)) return {}
  const named = readdirSync(folder).flatMap((name) => {
    const language = /^words-(\w+)\.[\w-]+\.js$/.exec(name)?.[1]
    return language ? [[language, `/${CHUNKS}/${name}`] as const] : []
  })
  return Object.fromEntries(named)
}

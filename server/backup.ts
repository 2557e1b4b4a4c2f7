/** `npm run backup -- <file>`: a whole copy of the database of DATA_DIR, made while the server runs or not, and read back. */
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readConfig, WrongSetting } from './config.ts'
import { copyDatabase, Refused } from './db/copy.ts'
import { FILE } from './db/open.ts'

try {
  const [file] = process.argv.slice(2)
  if (!file) throw new Refused('Name the file to write: npm run backup -- canevas-monday.db')
  if (existsSync(file)) throw new Refused(`${file} exists already: name another file.`)
  await copyDatabase(join(readConfig(process.env).dataDir, FILE), file)
  console.log(`Backup written and read back: ${resolve(file)} (${(statSync(file).size / 1e6).toFixed(1)} MB)`)
} catch (error) {
  if (!(error instanceof Refused) && !(error instanceof WrongSetting)) throw error
  console.error(error.message)
  process.exit(1)
}

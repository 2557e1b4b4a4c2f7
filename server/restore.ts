/** `npm run restore -- <file>`: puts a backup in the place of the database of DATA_DIR; the former one is kept beside it. */
import { resolve } from 'node:path'
import { readConfig, WrongSetting } from './config.ts'
import { Refused } from './db/copy.ts'
import { replaceDatabase } from './db/replace.ts'

try {
  const [file] = process.argv.slice(2)
  if (!file) throw new Refused('Name the backup: npm run restore -- canevas-monday.db')
  const former = await replaceDatabase(file, readConfig(process.env).dataDir, Date.now())
  console.log(`Restored from ${resolve(file)}.`)
  if (former) console.log(`What was there before is kept: ${resolve(former)}`)
} catch (error) {
  if (!(error instanceof Refused) && !(error instanceof WrongSetting)) throw error
  console.error(error.message)
  process.exit(1)
}

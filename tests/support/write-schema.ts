/**
 * Writes the format's JSON Schemas (2020-12) from its Valibot schemas: `node tests/support/write-schema.ts`. A unit test fails when they
 * are stale.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { schemaFiles } from './schema-files.ts'

mkdirSync('static/schema', { recursive: true })
for (const { path, text } of schemaFiles()) {
  writeFileSync(path, text)
  console.log(path)
}

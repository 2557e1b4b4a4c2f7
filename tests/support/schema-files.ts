/** The published JSON Schemas of the exported document, as the files that hold them. */
import { toJsonSchema } from '@valibot/to-json-schema'
import { FORMAT, FORMAT_VERSION, structure, validated } from '#lib/domain/referentiel/format.ts'

export function schemaFiles(): readonly { readonly path: string; readonly text: string }[] {
  const name = `${FORMAT}-${FORMAT_VERSION}`
  return [
    file(
      `${name}.schema.json`,
      'Référentiel d’impact : ce que tout document doit respecter, brouillons compris',
      structure,
    ),
    file(
      `${name}-validated.schema.json`,
      'Référentiel d’impact : ce qu’un document validé doit respecter de plus',
      validated,
    ),
  ]
}

function file(name: string, title: string, schema: typeof structure) {
  const { $schema, ...rest } = toJsonSchema(schema, { target: 'draft-2020-12', errorMode: 'throw' })
  const described = { $schema: $schema ?? 'https://json-schema.org/draft/2020-12/schema', $id: name, title, ...rest }
  return { path: `static/schema/${name}`, text: `${JSON.stringify(described, null, 2)}\n` }
}

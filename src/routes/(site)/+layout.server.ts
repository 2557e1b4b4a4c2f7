import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = ({ locals }) => ({
  who: locals.session && { kind: locals.session.kind, name: locals.session.person.name },
})

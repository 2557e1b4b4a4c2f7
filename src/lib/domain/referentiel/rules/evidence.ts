/** Words collected from people: with their consent, and without letting anyone recognise them. */
import { on, type Context, type Found, type Rule } from './rule.ts'

export const evidenceRules: readonly Rule[] = [
  /** params: problem: consent | profile. Neither the words nor the profile: a finding is read by more people than the card. */
  { code: 'EVD-01', severity: 'error', check: exposed },
]

function* exposed(context: Context): Generator<Found> {
  for (const evidence of context.all('evidence')) {
    const silent = { text: '' }
    if (evidence.type === 'verbatim' && evidence.consent?.given !== true)
      yield on(evidence, { ...silent, problem: 'consent' })
    if (namesSomeone(evidence.speakerProfile ?? '')) yield on(evidence, { ...silent, problem: 'profile' })
  }
}

const E_MAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/
/** Ten figures or more, as French and international numbers are written. */
const PHONE = /(?:\+\d{1,3}|\b0)[\s.-]?(?:\(0\)[\s.-]?)?\d(?:[\s.-]?\d){7,}/
const TITLE = /(?:^|[^\p{L}])(?:M\.|MM\.|Mme|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur|Me|Maître)\s+\p{Lu}/u
/** «Prénom Nom», «Prénom NOM», «Jean-Paul de La Tour». */
const NAME =
  /(?<![\p{L}])(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*)\s+(?:(?:de|du|des|d['’]|le|la|van|von|ben|el)\s*)*(\p{Lu}[\p{L}'’]+(?:-\p{Lu}[\p{L}'’]+)*)/gu
/** Capitalised words that begin the name of a place or a body, not of a person. */
const NOT_A_FIRST_NAME = new Set(
  'Quartier Maison Ville Centre Collège Lycée Mairie Métropole Région Département Commune Communauté Association Atelier Pôle Place Rue Saint Sainte Mission France Emploi Grand Grande Val Pays Conseil'.split(
    ' ',
  ),
)

/** Whether a speaker's profile seems to hold a name, an e-mail address or a telephone number. */
export function namesSomeone(profile: string): boolean {
  if (E_MAIL.test(profile) || PHONE.test(profile) || TITLE.test(profile)) return true
  return [...profile.matchAll(NAME)].some(([, first]) => !NOT_A_FIRST_NAME.has(first!))
}

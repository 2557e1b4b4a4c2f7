/** The built-in bank of indicators: a small common base, so that territories that watch the same thing count it the same way (IND-06). */
import type { ElementOf } from '#lib/domain/schema/element.ts'

type Indicator = ElementOf<'indicator'>
export type BankEntry = {
  readonly ref: string
  readonly name: string
  readonly type: NonNullable<Indicator['type']>
  readonly nature: NonNullable<Indicator['nature']>
  readonly unit: string
  readonly tags: readonly string[]
}

/** Entries named `tete:…` come from the ADEME programme «Territoires en transitions» (github.com/incubateur-ademe/territoires-en-transitions). */
export const BANK: readonly BankEntry[] = [
  entry(
    'bq-coop-01',
    'Rencontres et participation à la gouvernance partagée',
    'output',
    'quantitative',
    'rencontres/an',
    ['coopération'],
  ),
  entry('bq-coop-02', 'Projets ou décisions portés à plusieurs', 'outcome', 'quantitative', 'projets/an', [
    'coopération',
  ]),
  entry('bq-coop-03', 'Bénéfice perçu de la coopération', 'outcome', 'qualitative', 'niveau (1-4)', ['coopération']),
  entry('bq-emploi-01', 'Emplois de la filière soutenue', 'outcome', 'quantitative', 'ETP', ['emploi']),
  entry('bq-agir-01', "Dignité et pouvoir d'agir ressentis", 'impact', 'qualitative', 'niveau (1-4)', [
    'participation',
    'dignité',
  ]),
  entry('tete:cae_6.a', 'Production de déchets ménagers et assimilés', 'impact', 'quantitative', 'kg/hab'),
  entry('tete:eci_15', 'Biens issus du réemploi ou intégrant des matières recyclées', 'outcome', 'quantitative', '%'),
  entry('tete:eci_21', 'Gaspillage alimentaire en restauration collective', 'outcome', 'quantitative', 'g/repas'),
  entry('tete:eci_22', 'Restaurants collectifs engagés contre le gaspillage', 'output', 'quantitative', '%'),
  entry('tete:cantine_2', 'Produits durables et de qualité en restauration collective', 'outcome', 'quantitative', '%'),
  entry('tete:cantine_3', 'Produits biologiques en restauration collective', 'outcome', 'quantitative', '%'),
  entry(
    'tete:s_57',
    'Exploitations en circuit court, démarche qualité et bio',
    'outcome',
    'quantitative',
    'exploitations',
  ),
  entry('tete:petr_fols_23', 'Défis alimentation organisés', 'output', 'quantitative', 'défis/an'),
  entry('tete:cae_59', 'Surface agricole bio ou en conversion', 'outcome', 'quantitative', '%'),
]

const byRef = new Map(BANK.map((each) => [each.ref, each]))
export const bankEntry = (ref: string): BankEntry | undefined => byRef.get(ref)

function entry(
  ref: string,
  name: string,
  type: BankEntry['type'],
  nature: BankEntry['nature'],
  unit: string,
  tags: readonly string[] = [],
): BankEntry {
  return { ref, name, type, nature, unit, tags }
}

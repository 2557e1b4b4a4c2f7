/** Look-alikes are asked about where they stand; in *Idées* cards of any kind may. */
import type { ElementKind } from '#lib/domain/schema/element.ts'
import type { Tab } from '../state/place.ts'

export const twinKinds = (tab: Tab): readonly ElementKind[] | undefined =>
  tab === 'stakeholders' ? ['stakeholder'] : tab === 'tree' ? ['activity', 'output', 'effect'] : undefined

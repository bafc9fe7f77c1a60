import type {Service} from '../../swarm/service.ts';
import type {KnownSpec} from '../../swarm/spec-history.ts';
import {count} from '../words.ts';
import {changesBy, changesInShort, imageAfter, imageApart, kept, type Return, until} from './returns.ts';

/** Each way back as a line to choose. */
export const returnLabels = (service: Service, ways: readonly Return[]): readonly string[] => {
	const labels =
		labelled.get(ways) ??
		ways.map((way, index) => `${`${index + 1}`.padStart(ways.length > 9 ? 2 : 1)}  ${labelOf(service, way)}`);
	labelled.set(ways, labels);
	return labels;
};

const labelled = new WeakMap<readonly Return[], readonly string[]>();

const labelOf = (service: Service, way: Return) => {
	const then = imageAfter(service, way);
	const image = imageApart(then, service.image);

	if (way.kind === 'engine') {
		const undone = changesInShort(changesBy(service, way));
		return then !== service.image
			? `back to ${image}, by docker's own rollback`
			: `what docker itself would undo: ${undone}`;
	}

	if (way.keepsScale) {
		return `image back to ${image}${when(way.known)}${scaleKept(service, way.known)}`;
	}

	return `all as it was${until(way.known)}: ${changesInShort(changesBy(service, way))}`;
};

/** Said only where it makes a difference. */
const scaleKept = (service: Service, known: KnownSpec) =>
	service.mode.kind === 'replicated' && changesBy(service, kept(known, false)).some(({path}) => path === 'replicas')
		? `, keeping ${count(service.mode.replicas, 'replica')}`
		: '';

const when = (known: KnownSpec) => (known.replacedAt === undefined ? '' : ` (${until(known).trim()})`);

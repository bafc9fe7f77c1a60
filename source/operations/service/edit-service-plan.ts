import {factsOf, type SpecFacts} from '../../specs/facts.ts';
import {isEqualJson} from '../../swarm/equal.ts';
import {updateForesight} from '../../swarm/foresight/update.ts';
import {shortImage} from '../../swarm/image-name.ts';
import {isJob, type Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {DiffLine} from '../../swarm/spec-diff.ts';
import type {Json} from '../../swarm/values.ts';
import {changesOf, conflictsOf, diffOf, keptOf, type SpecEdit, specAfter} from '../edit-spec.ts';
import type {Plan} from '../operation.ts';
import type {ServiceTarget} from '../target.ts';
import {serviceNow} from '../targets.ts';
import {count, listed} from '../words.ts';
import {trapOf} from './crashing-return.ts';
import {placed} from './placement-change.ts';
import {isOfTasks} from './roll-back-plan.ts';
import {scaleService} from './scale-service.ts';
import {consequencesOfWrite} from './service-write.ts';
import {takenPorts} from './taken-ports.ts';

type Part = Pick<Plan, 'effects' | 'warnings' | 'forecast'>;

const nothing: Part = {effects: [], warnings: []};

/** What the edit does, as the operations for single changes would say it. */
export const planEdit = (target: ServiceTarget, edit: SpecEdit, snapshot: Snapshot): Plan => {
	const service = serviceNow(target, snapshot);
	const lines = changesOf(service.spec, edit);
	const wanted = specAfter(edit, service.spec);
	const refusals = refusalsOf(service, edit, wanted, snapshot);

	if (refusals.length > 0) {
		return {...nothing, refusals};
	}

	const [before, after] = [factsOf(service.spec), factsOf(wanted)];
	const write = consequencesOfWrite(service, after.image);
	const parts = [
		without(scaled(target, before, after, snapshot), write),
		rolled(service, lines, before, after, snapshot),
		write,
	];
	return {
		effects: unique([
			summaryOf(service, lines),
			...parts.flatMap(({effects}) => effects),
			...keptOf(service.name, edit, service.spec),
		]),
		warnings: unique([...unpinned(edit, after), ...parts.flatMap(({warnings}) => warnings)]),
		forecast: unique(parts.flatMap(({forecast = []}) => forecast)),
		refusals,
		diff: diffOf(lines),
	};
};

const unique = (lines: readonly string[]) => [...new Set(lines)];

/** What is said of every write comes last. */
const without = ({effects, ...part}: Part, {effects: others}: Part): Part => ({
	...part,
	effects: effects.filter(line => !others.includes(line)),
});

const refusalsOf = (service: Service, edit: SpecEdit, wanted: Json, snapshot: Snapshot) =>
	isEqualJson(service.spec, wanted)
		? [`Nothing changes: ${service.name} is so already.`]
		: [
				...conflictsOf(service.name, edit, service.spec),
				...takenPorts(service, wanted, snapshot),
				...trapIn(service, changesOf(service.spec, edit)).refusals,
			];

const trapIn = (service: Service, lines: readonly DiffLine[]) => {
	const ofTasks = lines.filter(isOfTasks);
	return ofTasks.length > 0 && isOnlyPlacement(ofTasks) ? trapOf(service) : {warnings: [], refusals: []};
};

const summaryOf = ({name}: Service, lines: readonly DiffLine[]) =>
	lines.length === 0
		? `Of ${name} only the order of entries changes, or what is empty.`
		: `${count(lines.length, 'change')} to ${name}: ${listed(lines.map(({path}) => path))}.`;

const scaled = (target: ServiceTarget, before: SpecFacts, after: SpecFacts, snapshot: Snapshot): Part =>
	after.replicas === undefined || after.replicas === before.replicas
		? nothing
		: scaleService.plan([target], {replicas: after.replicas}, snapshot);

const isOnlyPlacement = (lines: readonly DiffLine[]) =>
	lines.every(({path}) => /^(constraint|preference|platforms|max replicas per node)\b/.test(path));

const rolled = (
	service: Service,
	lines: readonly DiffLine[],
	before: SpecFacts,
	after: SpecFacts,
	snapshot: Snapshot,
): Part => {
	const ofTasks = lines.filter(isOfTasks);

	if (lines.length > 0 && ofTasks.length === 0) {
		return {effects: ['No running task is replaced for that.'], warnings: []};
	}

	const isPlacementAlone = lines.length > 0 && isOnlyPlacement(ofTasks) && !isJob(service);
	const foresight = foreseen(service, before, after, snapshot);
	const part = placed({...service, update: after.update}, foresight, isPlacementAlone, snapshot);
	const image = after.image === before.image ? [] : [imageSentence(service, before, after)];
	return {
		...part,
		effects: [...image, ...part.effects],
		warnings: [...part.warnings, ...trapIn(service, lines).warnings],
	};
};

const imageSentence = ({name}: Service, before: SpecFacts, after: SpecFacts) =>
	`${name}: ${shortImage(before.image)} -> ${shortImage(after.image)}${after.image.includes('@') ? ', pinned to its digest' : ''}.`;

const unpinned = ({unpinned: why}: SpecEdit, {image}: SpecFacts) =>
	why === undefined
		? []
		: [
				`${shortImage(image)} is not pinned to a digest (${why}): each node pulls the tag on its own, and may get another image.`,
			];

/** What the scheduler minds; limits and the rest concern it not at all. */
const foreseen = (service: Service, before: SpecFacts, after: SpecFacts, snapshot: Snapshot) => {
	const {image, constraints, maxPerNode, reservations} = after;
	const change = {
		...(image === before.image ? {} : {image}),
		...(isEqualJson(constraints, before.constraints) ? {} : {constraints}),
		...(maxPerNode === before.maxPerNode ? {} : {maxPerNode}),
		reservations,
	};
	return snapshot.hasAllTasks ? updateForesight(snapshot, service.id, change, snapshot.nodes?.at ?? 0) : undefined;
};

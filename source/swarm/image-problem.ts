import {parseImage, withDefaultTag} from './image-name.ts';
import type {Nodes} from './living.ts';
import {isValid} from './parsed.ts';
import type {Problem} from './problems.ts';
import {isJob, isRolling, type Service} from './service.ts';
import {type Snapshot, tasksOf} from './snapshot.ts';
import {isRunning, type Task} from './task.ts';
import {isUpToDate} from './up-to-date.ts';

type Found = Pick<Problem, 'verdict' | 'standing' | 'since' | 'cause'>;

const hosts = (tasks: readonly Task[], nodes: Nodes) => [
	...new Set(tasks.flatMap(({nodeId}) => (nodeId && nodes.get(nodeId)?.hostname) || [])),
];

const missing = /no such image|pull access denied|manifest unknown|not found: manifest/i;

/** Rejected for want of the image on some nodes, while it runs on one: it is in no registry that all can reach. */
const onlyOnOne = (service: Service, tasks: readonly Task[], nodes: Nodes): Found | undefined => {
	const current = (task: Task) => isUpToDate(task, service, task.nodeId && nodes.get(task.nodeId));
	const failed = tasks.filter(task => task.state === 'rejected' && missing.test(task.error ?? '') && current(task));
	const [has, hasNot] = [
		hosts(
			tasks.filter(task => isRunning(task) && current(task)),
			nodes,
		),
		hosts(failed, nodes),
	];

	return failed.length === 0 || has.length !== 1 || hasNot.includes(has[0] ?? '')
		? undefined
		: {
				verdict: 'IMAGE',
				standing: `${has.length} node`,
				since: Math.min(...failed.map(({stateAt}) => stateAt)),
				cause: `only ${has[0]} has ${service.image}; ${hasNot.join(', ')} could not get it: is it in a registry?`,
			};
};

/** Every node takes that for itself: they pull from a registry of their own, if there is one. */
const onLocalhost = ({image}: Service, nodes: Nodes): Found | undefined => {
	const parsed = parseImage(image);
	const host = isValid(parsed) ? parsed.value.registry?.replace(/:\d+$/, '') : undefined;

	return nodes.size > 1 && (host === 'localhost' || host === '127.0.0.1')
		? {
				verdict: 'IMAGE',
				standing: 'localhost',
				since: undefined,
				cause: `its image is at ${isValid(parsed) ? parsed.value.registry : host}: each node looks for it on itself`,
			}
		: undefined;
};

/** Its running tasks were made from several digests of one name, and no update is under way. */
const severalDigests = (service: Service, tasks: readonly Task[]): Found | undefined => {
	const run = new Set(tasks.filter(isRunning).map(({image}) => image));

	if (run.size < 2 || isRolling(service)) {
		return undefined;
	}

	const images = [...run].flatMap(image => {
		const parsed = parseImage(image);
		return isValid(parsed) ? [parsed.value] : [];
	});
	const digests = new Set(images.flatMap(({digest}) => digest ?? []));
	const names = new Set(images.map(({registry, repository, tag}) => `${registry} ${repository} ${tag}`));

	return digests.size > 1 && names.size === 1
		? {
				verdict: 'DIGEST',
				standing: `${digests.size}`,
				since: undefined,
				cause: `its tasks run ${digests.size} different images of the same name ${withDefaultTag(service.image).replace(/@.*/, '')}`,
			}
		: undefined;
};

const day = 24 * 60 * 60_000;

/**
Without a digest a task is made from what the tag means when it starts. Most tags stay what they are; `latest` is there
to change, and where all tasks started together they still have the same.
*/
const drifting = (service: Service, tasks: readonly Task[]): Found | undefined => {
	const image = withDefaultTag(service.image);

	if (image.includes('@') || !image.endsWith(':latest')) {
		return undefined;
	}

	const starts = tasks.filter(isRunning).map(({createdAt}) => createdAt);
	const days = Math.floor((Math.max(...starts) - Math.min(...starts)) / day);

	return days >= 1
		? {
				verdict: 'DIGEST',
				standing: 'unpinned',
				since: undefined,
				cause: `${image} is not pinned to a digest, and its tasks started ${days} d apart: they may run different images`,
			}
		: undefined;
};

const findingOf = (service: Service, tasks: readonly Task[], nodes: Nodes): Found | undefined =>
	onlyOnOne(service, tasks, nodes) ??
	onLocalhost(service, nodes) ??
	severalDigests(service, tasks) ??
	drifting(service, tasks);

/** What is wrong with a service's images, though it may be whole now. */
export const imageProblems = (snapshot: Snapshot, nodes: Nodes): readonly Problem[] =>
	[...(snapshot.services?.items.values() ?? [])].flatMap(service => {
		const tasks = tasksOf(snapshot, service.id);

		if (tasks === undefined || isJob(service)) {
			return [];
		}

		const found = findingOf(service, tasks, nodes);
		return found === undefined
			? []
			: [{urgency: 'look' as const, subject: {kind: 'service' as const, id: service.id}, name: service.name, ...found}];
	});

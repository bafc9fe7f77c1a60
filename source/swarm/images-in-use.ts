import {parseImage, tagOf, withDefaultTag} from './image-name.ts';
import {isValid} from './parsed.ts';
import {isRolling, type Service} from './service.ts';
import {type Snapshot, tasksOf} from './snapshot.ts';
import {isRunning, type Task} from './task.ts';

/** A service that runs a version of an image, and how many of its tasks do; undefined while they aren't known. */
type ImageUser = {readonly service: Service; readonly tasks: number | undefined};

/** One digest of an image; undefined where nothing pins it, and each node has what the tag meant when it pulled. */
export type ImageVersion = {
	readonly digest: string | undefined;
	/** By name. */
	readonly users: readonly ImageUser[];
};

/** An image by name and tag, and all that run under that name. */
export type ImageInUse = {
	/** Without its digest, and without Docker Hub's name: `registry.example.com/shop/web:2.5.0`. */
	readonly name: string;
	/** Undefined for what is pinned by its digest alone. */
	readonly tag: string | undefined;
	/** Those with the most tasks first. */
	readonly versions: readonly ImageVersion[];
	/** A rollout is about to leave but one of them. */
	readonly isRolling: boolean;
};

type Use = {readonly image: string; readonly service: Service; readonly tasks: number | undefined};

/**
What a service's spec names, and what its tasks run in fact. The spec's image counts where nothing runs yet, too, but is
no second version beside tasks of another.
*/
const usesOf = (service: Service, tasks: readonly Task[] | undefined): readonly Use[] => {
	const running = Map.groupBy(tasks?.filter(isRunning) ?? [], ({image}) => image);
	const uses = [...running].map(([image, some]) => ({image, service, tasks: some.length}));
	const isNamed = uses.some(({image}) => keyOf(image) === keyOf(service.image));
	return isNamed ? uses : [...uses, {image: service.image, service, tasks: tasks && 0}];
};

const withoutDigest = (image: string) => image.replace(/@.*$/, '');

/** The same for `nginx`, `docker.io/library/nginx` and `nginx:latest`. */
const keyOf = (image: string): string => {
	const parsed = parseImage(image);
	const name = withoutDigest(withDefaultTag(image));
	return isValid(parsed) ? name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '') : image;
};

const digestOf = (image: string) => {
	const parsed = parseImage(image);
	return isValid(parsed) ? parsed.value.digest : undefined;
};

const sumOf = ({users}: ImageVersion) => users.reduce((sum, {tasks}) => sum + (tasks ?? 0), 0);

const imageOf = (name: string, uses: readonly Use[]): ImageInUse => {
	const versions = [...Map.groupBy(uses, ({image}) => digestOf(image))].map(([digest, some]) => ({
		digest,
		users: some
			.map(({service, tasks}) => ({service, tasks}))
			.toSorted((a, b) => (a.service.name < b.service.name ? -1 : 1)),
	}));
	return {
		name,
		tag: tagOf(name),
		versions: versions.toSorted((a, b) => sumOf(b) - sumOf(a)),
		isRolling: uses.some(({service}) => isRolling(service)),
	};
};

/** Every image that a service names or a task runs, by its name and tag, in the order of names. */
export const imagesInUse = (snapshot: Snapshot): readonly ImageInUse[] | undefined => {
	const services = snapshot.services?.items;

	if (services === undefined) {
		return undefined;
	}

	const uses = [...services.values()].flatMap(service => usesOf(service, tasksOf(snapshot, service.id)));
	const groups = Map.groupBy(uses, ({image}) => keyOf(image));
	return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, some]) => imageOf(name, some));
};

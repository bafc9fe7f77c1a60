import {parse} from 'yaml';
import type {Parsed} from '../../swarm/parsed.ts';
import {isTree, type Tree} from '../tree.ts';
import {type FileObject, fileObjects} from './file-objects.ts';
import {problemsIn} from './file-problems.ts';
import {type NetworkSpec, networkSpecs} from './network-spec.ts';
import type {Scope} from './scope.ts';
import {serviceSpec} from './service-spec.ts';
import {textAt, treeAt} from './tree.ts';

export type ServicePart = {
	/** What it is called in the file. */
	readonly key: string;
	/** What it is called in the swarm. */
	readonly name: string;
	/** The image as the file has it. */
	readonly image: string;
	readonly spec: Tree;
};

/** A reason why the deploy would fail, and the place in the file that it is about. */
export type FileProblem = {readonly path: readonly string[]; readonly sentence: string};

/** All that a deploy of a file would send, or rely on. */
export type StackSpecs = {
	readonly stack: string;
	readonly services: readonly ServicePart[];
	/** Only those that a service uses: others are never made. */
	readonly networks: readonly NetworkSpec[];
	readonly externalNetworks: readonly string[];
	readonly secrets: readonly FileObject[];
	readonly configs: readonly FileObject[];
	/** Named volumes by their names on the nodes: those that the file makes, and those that must be there. */
	readonly volumes: readonly string[];
	/** What would fail only in the middle of the deploy. */
	readonly problems: readonly FileProblem[];
};

/** What `docker stack config` printed, as a tree. */
export const parseStackConfig = (printed: string): Parsed<Tree> => {
	try {
		// Docker's anchors are resolved by then; what it prints is YAML 1.1 that 1.2 reads the same.
		const tree: unknown = parse(printed);
		return isTree(tree as Tree) ? {value: tree as Tree} : {problem: 'docker stack config printed no compose file'};
	} catch (error) {
		return {problem: `docker stack config printed what is no YAML: ${error instanceof Error ? error.message : error}`};
	}
};

const scopeOf = (file: Tree, stack: string): Scope => ({
	stack,
	networks: treeAt(file, 'networks') ?? {},
	volumes: treeAt(file, 'volumes') ?? {},
	secrets: treeAt(file, 'secrets') ?? {},
	configs: treeAt(file, 'configs') ?? {},
});

/** What `docker stack deploy` would make of a whole file, by docker/cli's cli/compose/convert. */
export const stackSpecs = (file: Tree, stack: string): StackSpecs => {
	const scope = scopeOf(file, stack);
	const services = Object.entries(treeAt(file, 'services') ?? {}).filter((entry): entry is [string, Tree] =>
		isTree(entry[1]),
	);
	return {
		stack,
		services: services.map(([key, service]) => {
			const spec = serviceSpec(key, service, scope);
			return {key, name: textAt(spec, 'Name') ?? key, image: textAt(service, 'image') ?? '', spec};
		}),
		...networkSpecs(
			services.map(([, service]) => service),
			scope,
		),
		secrets: fileObjects(scope.secrets, stack),
		configs: fileObjects(scope.configs, stack),
		volumes: volumesOf(scope),
		problems: problemsIn(services, scope),
	};
};

const volumesOf = ({stack, volumes}: Scope) =>
	Object.keys(volumes).map(key => textAt(treeAt(volumes, key), 'name') ?? `${stack}_${key}`);

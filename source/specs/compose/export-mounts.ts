import type {Json} from '../../swarm/values.ts';
import type {Tree} from '../tree.ts';
import {type Exported, keyOf, lostFields, nameUnlessScoped} from './exported.ts';
import {namespaceLabel} from './stack-name.ts';
import {compact, flagAt, mapAt, numberAt, textAt, treeAt, treesAt} from './tree.ts';

type Volumes = Readonly<Record<string, Tree>>;

/** The mounts of a service, and the volumes of the file that they need. */
type ExportedMounts = Exported<readonly Json[]> & {readonly volumes: Volumes};

export const exportMounts = (container: Tree, stack: string): ExportedMounts => {
	const found = treesAt(container, 'Mounts').map(mount => exportMount(mount, stack));
	return {
		tree: found.map(({tree}) => tree),
		lost: found.flatMap(({lost}) => lost),
		volumes: Object.assign({}, ...found.map(({volumes}) => volumes)) as Volumes,
	};
};

const exportMount = (mount: Tree, stack: string): Exported & {readonly volumes: Volumes} => {
	const type = textAt(mount, 'Type') ?? 'volume';
	const source = textAt(mount, 'Source') ?? '';
	const target = textAt(mount, 'Target') ?? '';
	const [bind, volume, tmpfs] = ['BindOptions', 'VolumeOptions', 'TmpfsOptions'].map(key => treeAt(mount, key));
	const isNamed = type === 'volume' && source !== '';
	const lost = [
		...lostFields(mount, ['Type', 'Source', 'Target', 'ReadOnly', 'BindOptions', 'VolumeOptions', 'TmpfsOptions']),
		...lostFields(bind, ['Propagation']),
		...lostFields(volume, ['NoCopy', 'Labels', 'DriverConfig']),
		...lostFields(tmpfs, ['SizeBytes']),
		...(type === 'image' ? ['type image'] : []),
	];
	const named = isNamed ? namedVolume(source, volume, stack) : undefined;
	return {
		tree: compact({
			type,
			source: isNamed ? keyOf(stack, source) : source || undefined,
			target,
			read_only: flagAt(mount, 'ReadOnly') || undefined,
			bind: compact({propagation: textAt(bind, 'Propagation') || undefined}),
			volume: compact({nocopy: flagAt(volume, 'NoCopy') || undefined}),
			tmpfs: compact({size: numberAt(tmpfs, 'SizeBytes') || undefined}),
		}),
		lost: [...lost, ...(named?.lost ?? [])].map(name => `mount ${target}: ${name}`),
		volumes: named === undefined ? {} : {[keyOf(stack, source)]: named.tree},
	};
};

/** One that carries the stack's label is made by the file; any other has to be there. */
const namedVolume = (source: string, options: Tree | undefined, stack: string): Exported => {
	const labels = mapAt(options, 'Labels');
	const driver = treeAt(options, 'DriverConfig');
	const isOwn = labels[namespaceLabel] === stack;
	const {[namespaceLabel]: _, ...others} = labels;

	if (!isOwn) {
		const lost = [...(driver === undefined ? [] : ['driver']), ...(Object.keys(labels).length === 0 ? [] : ['labels'])];
		return {tree: {external: true, name: source}, lost: lost.map(name => `the volume's ${name}`)};
	}

	return {
		tree: compact({
			name: nameUnlessScoped(stack, source),
			driver: textAt(driver, 'Name') || undefined,
			driver_opts: mapAt(driver, 'Options'),
			labels: others,
		}),
		lost: [],
	};
};

import type {Json} from '../../swarm/values.ts';
import type {Tree} from '../tree.ts';
import {isExternal, labelled, type Scope} from './scope.ts';
import {scoped} from './stack-name.ts';
import {compact, flagAt, mapAt, numberAt, textAt, treeAt, treesAt} from './tree.ts';

/** By docker/cli's cli/compose/convert/volume.go. */
export const mountsOf = (service: Tree, scope: Scope): readonly Json[] =>
	treesAt(service, 'volumes').map(volume => mountOf(volume, scope));

const mountOf = (volume: Tree, scope: Scope): Tree => {
	const type = textAt(volume, 'type') ?? 'volume';
	const common = {
		Type: type,
		Source: textAt(volume, 'source'),
		Target: textAt(volume, 'target'),
		ReadOnly: flagAt(volume, 'read_only'),
	};

	switch (type) {
		case 'volume':
			return compact({...common, ...ofVolume(volume, scope)});
		case 'cluster':
			return compact({...common, Source: clusterSource(common.Source ?? '', scope)});
		case 'tmpfs':
			return compact({...common, TmpfsOptions: tmpfsOptions(treeAt(volume, 'tmpfs'))});
		default:
			return compact({...common, BindOptions: bindOptions(treeAt(volume, 'bind'))});
	}
};

const bindOptions = (bind: Tree | undefined) => compact({Propagation: textAt(bind, 'propagation')});

const tmpfsOptions = (tmpfs: Tree | undefined) => compact({SizeBytes: numberAt(tmpfs, 'size') || undefined});

/** The name that a volume of the file has on the nodes. */
export const volumeName = (key: string, {stack, volumes}: Pick<Scope, 'stack' | 'volumes'>): string =>
	textAt(treeAt(volumes, key), 'name') ?? scoped(stack, key);

const clusterSource = (source: string, scope: Scope) =>
	source.startsWith('group:') ? source : volumeName(source, scope);

const ofVolume = (volume: Tree, scope: Scope) => {
	const source = textAt(volume, 'source');
	const named = treeAt(scope.volumes, source ?? '') ?? {};

	if (source === undefined) {
		return {};
	}

	const NoCopy = flagAt(treeAt(volume, 'volume'), 'nocopy') || undefined;
	const Labels = isExternal(named) ? undefined : labelled(scope, mapAt(named, 'labels'));
	const driver = {Name: textAt(named, 'driver'), Options: mapAt(named, 'driver_opts')};
	return {
		Source: volumeName(source, scope),
		VolumeOptions: compact({NoCopy, Labels, DriverConfig: isExternal(named) ? undefined : compact(driver)}),
	};
};

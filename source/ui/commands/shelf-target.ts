import type {Target} from '../../operations/target.ts';
import {seenIn} from '../../operations/targets.ts';
import type {ServiceId} from '../../swarm/ids.ts';
import {imagesInUse} from '../../swarm/images-in-use.ts';
import type {CommandContext} from '../context.ts';
import {cursorIndex} from '../rows/arrange.ts';
import {topLayer} from '../state.ts';

/** The row of a list over the screen, for operations on such things; none for others. */
export function shelfTarget(context: CommandContext, kind: Target['kind']): readonly Target[] {
	const {ui, view} = context;
	const layer = topLayer(ui.getState());

	if (kind === 'node' || kind === 'service' || layer?.kind !== 'shelf' || layer.shelf !== `${kind}s`) {
		return [];
	}

	const rows = view.shelf(layer.shelf).rows(layer.list);
	const id = rows[cursorIndex(rows, layer.list)]?.id;
	const saw = allOf(context, kind).get(id ?? '');
	return id === undefined || saw === undefined ? [] : [{kind, id, saw} as Target];
}

/** The services that run the image under the cursor: what is done to an image is done to them. */
export function shelfServiceIds({ui, view}: CommandContext): readonly ServiceId[] {
	const layer = topLayer(ui.getState());

	if (layer?.kind !== 'shelf' || layer.shelf !== 'images') {
		return [];
	}

	const rows = view.shelf(layer.shelf).rows(layer.list);
	const name = rows[cursorIndex(rows, layer.list)]?.id;
	const image = imagesInUse(view.snapshot())?.find(image => image.name === name);
	return [...new Set(image?.versions.flatMap(({users}) => users.map(({service}) => service.id)))];
}

/** Volumes are no part of the swarm: what is known of them lies beside the snapshot. */
const allOf = ({cluster, view}: CommandContext, kind: Target['kind']): ReadonlyMap<string, Target['saw']> =>
	kind === 'volume'
		? new Map((cluster.getState().volumes?.items ?? []).map(volume => [volume.name, volume]))
		: seenIn(view.snapshot(), kind);

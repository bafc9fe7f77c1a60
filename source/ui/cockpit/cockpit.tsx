import {useStore} from 'zustand';
import type {CommandContext} from '../context.ts';
import type {CockpitLayer} from '../layers.ts';
import {silent} from '../panes/draw-panes.ts';
import {drawLogs} from '../panes/logs.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {fit} from '../text/fit.ts';
import {dimmed, tone} from '../text/style.ts';
import {Screen} from '../widgets/lines.tsx';
import {drawTitle} from '../widgets/title.ts';
import {drawCockpit} from './draw.ts';
import {drawCockpitFooter} from './footer.ts';
import {lookAt} from './look.ts';

type Props = {
	readonly context: CommandContext;
	readonly layer: CockpitLayer;
	readonly ui: UiState;
	/** Something lies over it. */
	readonly isBelow: boolean;
};

/** A service's rollout, or its log, over the whole screen. */
export function Cockpit({context, layer, ui, isBelow}: Props) {
	const logs = useStore(context.logs);
	const {columns, rows} = ui.size;
	const isOld = silent.includes(context.cluster.getState().connection.kind);
	const body =
		layer.log === undefined
			? cockpitLines(context, layer, ui)
			: drawLogs(
					{
						view: context.view,
						ui: {...ui, focus: 'logs', layers: []},
						width: columns,
						height: rows - 1,
						hasTitle: true,
					},
					logs,
				);
	const blank = ' '.repeat(columns);
	const lines = [...body, ...Array.from({length: rows}, () => blank)].slice(0, rows - 1);
	const footer = drawCockpitFooter(layer, ui, columns);
	const screen = [...lines.map(line => (isOld ? dimmed(line) : line)), footer];
	return <Screen lines={isBelow ? screen.map(dimmed) : screen} size={ui.size} />;
}

function cockpitLines(context: CommandContext, layer: CockpitLayer, {size}: UiState): readonly string[] {
	const facts = lookAt(context, layer);

	if (facts !== undefined) {
		return drawCockpit(facts, {...size, top: layer.top});
	}

	const service = context.view.serviceOf(layer.serviceId);
	const words = service === undefined ? 'It is gone: the swarm no longer has it.' : 'Reading its tasks...';
	return [
		drawTitle(clean(service?.name ?? layer.serviceId), size.columns, true),
		' '.repeat(size.columns),
		tone('dim', fit(`   ${words}`, size.columns)),
	];
}

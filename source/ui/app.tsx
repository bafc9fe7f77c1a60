import {useApp} from 'ink';
import {useEffect} from 'react';
import {useStore} from 'zustand';
import {Cockpit} from './cockpit/cockpit.tsx';
import type {CommandContext} from './context.ts';
import {drawContexts} from './contexts/draw.ts';
import {TopDialog} from './dialogs/top-dialog.tsx';
import {Events} from './events/events.tsx';
import {type Layer, standsAlone} from './layers.ts';
import {smallest} from './layout.ts';
import {silent} from './panes/draw-panes.ts';
import {drawGuide} from './panes/guide.ts';
import {drawNoSwarm, isWithoutSwarm} from './panes/no-swarm.ts';
import {drawPager} from './panes/pager.ts';
import {Panes} from './panes/panes.tsx';
import {drawProblems} from './panes/problems.ts';
import {drawRollouts} from './panes/rollouts.ts';
import {drawShelf} from './shelves/draw-shelf.ts';
import {openCockpit, topLayer} from './state.ts';
import {fit} from './text/fit.ts';
import {dimmed} from './text/style.ts';
import type {ClockStore} from './tick.ts';
import {drawTopology} from './topology/draw.ts';
import {drawWhyScreen} from './why/draw.ts';
import {Screen} from './widgets/lines.tsx';

type AppProps = {
	readonly context: CommandContext;
	readonly clock: ClockStore;
	/** Told how to hand the terminal to another program. */
	readonly onReady?: (suspendTerminal: SuspendTerminal) => void;
};

export type SuspendTerminal = ReturnType<typeof useApp>['suspendTerminal'];

/** The whole screen: exactly as many lines as the terminal has, whatever is open. */
export function App({context, clock, onReady}: AppProps) {
	const {suspendTerminal} = useApp();
	useEffect(() => onReady?.(suspendTerminal), [onReady, suspendTerminal]);
	const ui = useStore(context.ui);
	const cluster = useStore(context.cluster);
	const {now} = useStore(clock);
	useStore(context.underWay);
	useStore(context.guides.store);
	const {columns, rows} = ui.size;
	const layer = topLayer(ui);

	if (columns < smallest.columns || rows < smallest.rows) {
		const line = `skep needs ${smallest.columns}x${smallest.rows}; this terminal is ${columns}x${rows}`;
		return <Screen lines={[fit(line, columns)]} size={ui.size} />;
	}

	if (layer?.kind === 'contexts') {
		return <Screen lines={drawContexts(layer, ui)} size={ui.size} />;
	}

	const page = layer?.kind === 'operation' ? ui.layers.at(-2) : layer;

	if (page?.kind === 'pager' && (!isWithoutSwarm(cluster) || (page === layer && standsAlone(page)))) {
		const lines = drawPager(context.view, page, ui.message, ui.size);
		return (
			<>
				<Screen lines={page === layer ? lines : lines.map(dimmed)} size={ui.size} />
				<TopDialog context={context} ui={ui} />
			</>
		);
	}

	if (isWithoutSwarm(cluster)) {
		const lines = drawNoSwarm(cluster, {now, message: ui.message}, ui.size);
		return (
			<>
				<Screen lines={isOverAll(layer) ? lines.map(dimmed) : lines} size={ui.size} />
				<TopDialog context={context} ui={ui} />
			</>
		);
	}

	if (layer?.kind === 'problems') {
		return <Screen lines={drawProblems(context.view, layer, ui.message, ui.size)} size={ui.size} />;
	}

	if (layer?.kind === 'events') {
		return <Events context={context} layer={layer} ui={ui} />;
	}

	if (layer?.kind === 'topology') {
		const isOld = silent.includes(cluster.connection.kind);
		const lines = drawTopology(context.view, layer, ui, isOld);
		return <Screen lines={isOld ? lines.map(dimmed) : lines} size={ui.size} />;
	}

	if (layer?.kind === 'guide' || layer?.kind === 'guideAsk') {
		return (
			<>
				<Screen lines={drawGuide(context, layer, ui)} size={ui.size} />
				<TopDialog context={context} ui={ui} />
			</>
		);
	}

	if (layer?.kind === 'rollouts') {
		return <Screen lines={drawRollouts(context.view, layer, ui.message, ui.size)} size={ui.size} />;
	}

	const shelf = layer?.kind === 'operation' ? ui.layers.at(-2) : layer;

	if (shelf?.kind === 'shelf') {
		const isOld = silent.includes(cluster.connection.kind);
		const lines = drawShelf(context.view.shelf(shelf.shelf), shelf, ui, isOld);
		return (
			<>
				<Screen lines={shelf === layer && !isOld ? lines : lines.map(dimmed)} size={ui.size} />
				<TopDialog context={context} ui={ui} />
			</>
		);
	}

	const why = layer?.kind === 'operation' ? ui.layers.at(-2) : layer;

	if (why?.kind === 'why') {
		const lines = drawWhyScreen(context, why, ui);
		return (
			<>
				<Screen lines={why === layer ? lines : lines.map(dimmed)} size={ui.size} />
				<TopDialog context={context} ui={ui} />
			</>
		);
	}

	const cockpit = openCockpit(ui);

	if (cockpit !== undefined) {
		return (
			<>
				<Cockpit context={context} layer={cockpit} ui={ui} isBelow={layer !== cockpit} />
				<TopDialog context={context} ui={ui} />
			</>
		);
	}

	return (
		<>
			<Panes context={context} isBelow={layer !== undefined} />
			<TopDialog context={context} ui={ui} />
		</>
	);
}

/** What is drawn over whatever is below. */
const isOverAll = (layer: Layer | undefined) =>
	layer?.kind === 'operation' || layer?.kind === 'palette' || layer?.kind === 'quit' || layer?.kind === 'shell';

import {useStore} from 'zustand';
import type {CommandContext} from '../context.ts';
import type {EventsLayer} from '../layers.ts';
import type {UiState} from '../state.ts';
import {Screen} from '../widgets/lines.tsx';
import {drawEvents} from './draw.ts';

type Props = {readonly context: CommandContext; readonly layer: EventsLayer; readonly ui: UiState};

/** The timeline; drawn anew when something happened, whatever else there is to draw. */
export function Events({context, layer, ui}: Props) {
	useStore(context.happenings.store, ({version}) => version);
	return <Screen lines={drawEvents(context, layer, ui)} size={ui.size} />;
}

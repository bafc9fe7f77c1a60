import {useStore} from 'zustand';
import type {CommandContext} from '../context.ts';
import {dimmed} from '../text/style.ts';
import {Screen} from '../widgets/lines.tsx';
import {drawPanes} from './draw-panes.ts';

type Props = {
	readonly context: CommandContext;
	/** Something lies over them. */
	readonly isBelow: boolean;
};

/** The panes, drawn anew with whatever comes into the log that they show. */
export function Panes({context, isBelow}: Props) {
	useStore(context.logs);
	const lines = drawPanes(context);
	return <Screen lines={isBelow ? lines.map(dimmed) : lines} size={context.ui.getState().size} />;
}
